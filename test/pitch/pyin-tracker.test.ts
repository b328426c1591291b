import { expect, it } from 'vitest';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { describePitchTracker } from './pitch-tracker-contract.js';
import { synthesiseVoice } from './synthetic-voice.js';

describePitchTracker('pYIN', () => pyinTracker);

it('pYIN hears a missing fundamental', async () => {
  const harmonic = (k: number) => (k === 1 ? 0 : 1 / k);
  const { f0Hz } = await pyinTracker.track(
    synthesiseVoice({ seconds: 1, f0: () => 196, harmonic }),
  );
  for (const hz of f0Hz.subarray(10, 90)) expect(Math.abs(hz / 196 - 1)).toBeLessThan(0.01);
});
