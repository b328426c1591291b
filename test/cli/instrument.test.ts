import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readWav, writeWav } from '../../src/audio/wav.js';
import { readMidi } from '../../src/score/read-midi.js';
import { hum } from '../instruments/hums.js';
import { runCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';

it('canto instrument plays a hum, and writes its notes', async () => {
  const dir = await tempDir();
  const sung = join(dir, 'hum.wav');
  const audio = hum([
    [220, 0.5, 0.1],
    [247, 0.5, 0.1],
    [262, 0.5, 0],
  ]);
  await writeWav(sung, audio, 16);
  const at = (name: string) => join(dir, name);
  const files = ['-o', at('sax.wav'), '--midi', at('sax.mid'), '--musicxml', at('sax.musicxml')];
  const { exitCode, stdout } = await runCanto([
    ...['instrument', sung, '--instrument', 'alto-sax', ...files, '--snap', '100'],
    ...['--key', 'A minor', '--json', '--quiet', '--data', at('data')],
  ]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ instrument: 'alto-sax', key: 'A minor', notes: 3 });
  expect((await readWav(at('sax.wav'))).length).toBe(audio.length);
  const [part] = readMidi(await readFile(at('sax.mid'))).parts;
  expect(part.notes.map(({ pitch }) => pitch)).toEqual([57, 59, 60]);
  expect(await readFile(at('sax.musicxml'), 'utf8')).toContain('<score-partwise');
});

it('canto instruments lists what can play, with its range', async () => {
  const { exitCode, stdout } = await runCanto(['instruments']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^cello +strings +sampled; hums: network +C2–E5 +Cello$/m);
});

it('canto instrument names the instruments when there is none of that name', async () => {
  const dir = await tempDir();
  await writeWav(join(dir, 'hum.wav'), hum([[220, 0.5, 0]]), 16);
  const { exitCode, stderr } = await runCanto([
    ...['instrument', join(dir, 'hum.wav'), '--instrument', 'theremin'],
    ...['-o', join(dir, 'out.wav'), '--quiet', '--data', join(dir, 'data')],
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('alto-sax');
});
