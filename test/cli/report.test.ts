import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { writeWav } from '../../src/audio/wav.js';
import type { QualityReport } from '../../src/quality/quality-report.js';
import { demoClip } from '../support/demo-clip.js';
import { runCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';

it('canto report measures a file, draws it, and says what would help', async () => {
  const dir = await tempDir();
  const song = join(dir, 'song.wav');
  await writeWav(song, demoClip(5).mix, 16);
  const picture = join(dir, 'new folder', 'report.png');
  const data = ['--data', join(dir, 'data'), '--quiet'];
  const { exitCode, stdout } = await runCanto(['report', song, '-o', picture, '--json', ...data]);
  expect(exitCode).toBe(0);
  const report = JSON.parse(stdout) as { quality: QualityReport; durationSeconds: number };
  expect(report.durationSeconds).toBeCloseTo(5, 3);
  const { measures } = report.quality;
  expect(Object.keys(measures)).toEqual(
    expect.arrayContaining(['integratedLufs', 'truePeakMp3Dbtp', 'lowestCorrelation']),
  );
  expect(await sharp(picture).metadata()).toMatchObject({ width: 1200, height: 760 });
  const text = await runCanto(['report', song, ...data]);
  expect(text.stdout).toMatch(/Loudness +-?[\d.]+ LUFS/);
});
