import { expect } from 'vitest';
import { swiftF0Tracker } from '../../src/pitch/swift-f0-tracker.js';
import { itWithShared, sharedPath } from '../support/shared.js';
import { describePitchTracker } from './pitch-tracker-contract.js';
import { synthesiseVoice } from './synthetic-voice.js';

const MODEL = 'models/swift-f0/model.onnx';

const path = sharedPath(MODEL);
if (path) describePitchTracker('Swift-F0', () => swiftF0Tracker({ path }));

itWithShared('Swift-F0 follows a note across the seam of its blocks', MODEL, async (path) => {
  const vibrato = (seconds: number) => 220 * 2 ** (Math.sin(2 * Math.PI * seconds) / 12);
  const voice = synthesiseVoice({ seconds: 32, f0: vibrato, sampleRate: 16_000 });
  const { f0Hz, hopSeconds } = await swiftF0Tracker({ path }).track(voice);
  for (let i = 2950; i < 3050; i++) {
    const cents = 1200 * Math.log2(f0Hz[i] / vibrato(i * hopSeconds));
    expect(Math.abs(cents)).toBeLessThan(25);
  }
});
