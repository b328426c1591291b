import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeWav } from '../../src/audio/wav.js';
import { demoClip } from '../support/demo-clip.js';
import { runCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';
import { unzip } from '../support/unzip.js';

it('canto separate writes the stems into a folder, and the same into a zip', async () => {
  const dir = await tempDir();
  const song = join(dir, 'song.wav');
  await writeWav(song, demoClip(4).mix, 16);
  const [folder, zip] = [join(dir, 'stems'), join(dir, 'new folder', 'stems.zip')];
  const { exitCode, stdout } = await runCanto([
    ...['separate', song, '-o', folder, '--zip', zip, '--format', 'flac', '--json', '--quiet'],
    ...['--data', join(dir, 'data')],
  ]);
  expect(exitCode).toBe(0);
  const names = ['accompaniment.flac', 'vocals.flac'];
  expect(JSON.parse(stdout)).toMatchObject({ zip, stems: { vocals: join(folder, 'vocals.flac') } });
  expect((await readdir(folder)).sort()).toEqual(names);
  const entries = await unzip(await readFile(zip));
  expect(entries.map(({ name }) => name).sort()).toEqual(names);
  for (const { name, content } of entries) {
    expect(content.equals(await readFile(join(folder, name)))).toBe(true);
  }
});
