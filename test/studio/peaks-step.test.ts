import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { writeWav } from '../../src/audio/wav.js';
import { loadConfig } from '../../src/config.js';
import { peaksStep } from '../../src/studio/steps/peaks.js';
import { tempDir } from '../support/temp-dir.js';

const length = 100_000;
/** Where the drum is struck. */
const struckAt = 0.75;

it('the peaks of a stem rise where it sounds, in either channel', async () => {
  const outputDir = await tempDir();
  const silence = new Float32Array(length);
  const stroke = silence.slice();
  stroke[struckAt * length] = -0.5;
  const files = { drums: join(outputDir, 'drums.wav'), bass: join(outputDir, 'bass.wav') };
  await writeWav(files.drums, audioData(44_100, [silence, stroke]));
  await writeWav(files.bass, audioData(44_100, [silence, silence]));
  const config = loadConfig({ CANTO_DATA: outputDir });
  await peaksStep({ settings: {}, files, data: {}, outputDir, config });

  const text = await readFile(join(outputDir, 'peaks.json'), 'utf8');
  const { drums, bass } = JSON.parse(text) as Record<string, number[]>;
  expect(drums.length).toBe(bass.length);
  expect(Math.max(...bass)).toBe(0);
  expect(drums.filter((peak) => peak > 0)).toEqual([0.5]);
  expect(drums.indexOf(0.5) / drums.length).toBeCloseTo(struckAt, 2);
});
