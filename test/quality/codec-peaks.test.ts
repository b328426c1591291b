import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { openWav } from '../../src/audio/wav-reader.js';
import { writeWav } from '../../src/audio/wav.js';
import { measureCodecPeaks } from '../../src/quality/codec-peaks.js';
import { measureSound } from '../../src/quality/measure-sound.js';
import { noise } from '../dsp/signals.js';
import { tempDir } from '../support/temp-dir.js';

const RATE = 44_100;

it('what codecs do to peaks is found in the loudest stretches, and leaves no file behind', async () => {
  const dir = await tempDir();
  const path = join(dir, 'sound.wav');
  // Clipped noise, whose peaks codecs move most, is somewhere in a quiet minute.
  const loud = noise(2 * RATE, 3, 1).map((sample) => 0.9 * Math.max(-1, Math.min(1, sample)));
  const sound = noise(60 * RATE, 0.02, 2);
  sound.set(loud, 41 * RATE);
  await writeWav(path, audioData(RATE, [sound]));
  const peaks = await openWav(path, async (wav) =>
    measureCodecPeaks(wav, { dir, measures: await measureSound(wav) }),
  );
  expect(peaks.mp3).toBeGreaterThan(0);
  expect(peaks.aac).toBeGreaterThan(0);
  expect(await readdir(dir)).toEqual(['sound.wav']);
});
