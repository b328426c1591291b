import { describe, expect } from 'vitest';
import { decodeFile } from '../../src/audio/decode-file.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { cantoEngine } from '../../src/voices/canto/canto-engine.js';
import { dspEngine } from '../../src/voices/dsp/dsp-engine.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';
import { itWithShared } from '../support/shared.js';
import { shareInTune } from './voice-engine-contract.js';

const LIMITS = { maxBytes: 50_000_000, maxDurationSeconds: 60, maxChannels: 2 };

describe.each([cantoEngine, dspEngine])('real singing by $id', (engine) => {
  itWithShared(
    'keeps its melody in every direction',
    'audio/pitch/vocadito_14.flac',
    async (path) => {
      const { audio } = await decodeFile(path, { limits: LIMITS, ffmpeg: 'off' });
      const pitch = await pyinTracker.track(audio);
      const models = await openModelStore({ dataDir: '/nowhere' });
      const voice = await openVoiceLibrary({ dataDir: '/nowhere' }).get('nathalie');
      for (const transpose of [0, 5, -12]) {
        const settings = { transpose, formant: 0, strength: 1, seed: 0 };
        const sung = await engine.convert(audio, { voice, pitch, settings, models });
        const heard = await pyinTracker.track(sung);
        expect(shareInTune(heard, pitch, transpose)).toBeGreaterThanOrEqual(0.98);
      }
    },
  );
});
