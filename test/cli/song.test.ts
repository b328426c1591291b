import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.js';
import { readMidi } from '../../src/score/read-midi.js';
import { parseSong } from '../../src/songs/song.js';
import { runCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';

interface Report {
  steps: { id: string; reused: boolean }[];
  bpm: number;
  key: string;
  durationSeconds: number;
  understood: string[];
}

it('canto song makes a song with all its files, and an edit plays again only what it changed', async () => {
  const dir = await tempDir();
  const at = (name: string) => join(dir, name);
  await writeFile(at('words.txt'), '[verse]\nThe river runs to the sea\n');
  const made = await sing(dir, [
    ...['synthwave, 120 bpm, A minor', '-o', at('song.wav'), '--structure', 'verse:2 verse:2'],
    ...['--lyrics', at('words.txt'), '--stems-dir', at('stems'), '--midi', at('song.mid')],
    ...['--musicxml', at('song.musicxml'), '--lrc', at('song.lrc'), '--song-out', at('song.json')],
  ]);
  expect(made).toMatchObject({ bpm: 120, key: 'A minor' });
  const audio = await readWav(at('song.wav'));
  expect(audio.length / audio.sampleRate).toBeCloseTo(made.durationSeconds, 1);
  // Four bars of two seconds, and what rings on.
  expect(made.durationSeconds).toBeGreaterThan(8);
  expect(readMidi(await readFile(at('song.mid'))).bpm).toBeCloseTo(120, 3);
  expect(await readFile(at('song.musicxml'), 'utf8')).toContain('<score-partwise');
  expect(await readFile(at('song.lrc'), 'utf8')).toContain('river');
  expect(parseSong(await readFile(at('song.json'), 'utf8')).plan.bpm).toBe(120);

  const edited = await sing(dir, [
    ...['--from', at('song.json'), '--regenerate', 'verse 2/bass'],
    ...['-o', at('edited.wav'), '--stems-dir', at('edited')],
  ]);
  const [before, after] = [await hashes(at('stems')), await hashes(at('edited'))];
  expect(Object.keys(after)).toEqual(Object.keys(before));
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  expect(changed).toEqual(['bass.wav']);
  const again = edited.steps.filter(({ id, reused }) => id.startsWith('part-') && !reused);
  expect(again.map(({ id }) => id)).toEqual(['part-bass']);

  const wrong = [
    ['-o', at('x.wav')],
    ['pop', '-o', at('x.wav'), '--key', 'H major'],
    ['pop', '-o', at('x.wav'), '--structure', 'foo'],
    ['pop', '-o', at('x.wav'), '--bpm', '5'],
    ['--from', at('words.txt'), '-o', at('x.wav')],
    ['--from', at('song.json'), '--mute', 'tuba', '-o', at('x.wav')],
  ];
  for (const args of wrong) {
    const { exitCode, stderr } = await run(dir, args);
    expect(exitCode, args.join(' ') + stderr).toBe(2);
  }
  expect(existsSync(at('x.wav'))).toBe(false);
}, 180_000);

function run(dir: string, args: readonly string[]) {
  return runCanto(['song', ...args, '--json', '--quiet', '--data', join(dir, 'data')]);
}

async function sing(dir: string, args: readonly string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await run(dir, args);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Report;
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const entries = names.map(async (name) => [name, hash(await readFile(join(folder, name)))]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
