import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readWav, writeWav } from '../../src/audio/wav.js';
import { firstDifference } from '../dsp/signals.js';
import { demoClip } from '../support/demo-clip.js';
import { runCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';

interface Report {
  output: string;
  loudness: { integratedLufs: number; truePeakDbtp: number };
  tracks: { name: string; role: string }[];
  vocal: { targetLu: number } | null;
}

it('canto mix mixes stems by ear, and the session that it writes to the same bits again', async () => {
  const dir = await tempDir();
  const clip = demoClip(4);
  const stems = ['vocals', 'accompaniment'] as const;
  for (const name of stems) await writeWav(join(dir, `${name}.wav`), clip[name], 24);
  const mix = async (sources: string[], output: string, ...more: string[]) => {
    const { exitCode, stdout, stderr } = await runCanto([
      ...['mix', ...sources.map((name) => join(dir, name)), '-o', join(dir, output)],
      ...[...more, '--json', '--quiet', '--data', join(dir, 'data')],
    ]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    return JSON.parse(stdout) as Report;
  };
  const session = join(dir, 'song', 'session.json');
  const first = await mix(
    ['vocals.wav', 'accompaniment.wav'],
    'first.wav',
    ...['--preset', 'intimate', '--session-out', session],
  );
  expect(first.tracks.map(({ role }) => role)).toEqual(['lead', 'music']);
  expect(first.vocal).not.toBeNull();
  // The preset's.
  expect(Math.abs(first.loudness.integratedLufs + 16)).toBeLessThan(0.3);
  expect(first.loudness.truePeakDbtp).toBeLessThanOrEqual(-1);
  await mix(['song/session.json'], 'again.wav');
  const [one, other] = [
    await readWav(join(dir, 'first.wav')),
    await readWav(join(dir, 'again.wav')),
  ];
  expect(one.length).toBe(clip.mix.length);
  expect(firstDifference(one.channels[0], other.channels[0])).toBe(-1);

  const edited = (await readFile(session, 'utf8')).replace('"version": 1', '"version": 7');
  await writeFile(session, edited);
  const refused = await runCanto(['mix', session, '-o', join(dir, 'x.wav'), '--json', '--quiet']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stdout).toContain('bad-session');
});

it('canto master follows a reference, and writes 16 bits with dither', async () => {
  const dir = await tempDir();
  const clip = demoClip(4);
  const [mix, reference, output] = ['mix', 'reference', 'out'].map((n) => join(dir, `${n}.wav`));
  await writeWav(mix, clip.accompaniment, 24);
  await writeWav(reference, clip.mix, 24);
  const { exitCode, stdout } = await runCanto([
    ...['master', mix, '--reference', reference, '--bits', '16', '-o', output],
    ...['--json', '--quiet', '--data', join(dir, 'data')],
  ]);
  expect(exitCode).toBe(0);
  const { loudness } = JSON.parse(stdout) as {
    loudness: {
      integratedLufs: number;
      reference: { referenceLufs: number; spectralDistanceDb: number };
      truePeakAfterCodecsDbtp: { mp3: number; aac: number };
    };
  };
  const { reference: like, truePeakAfterCodecsDbtp: codecs } = loudness;
  expect(Math.abs(loudness.integratedLufs - like.referenceLufs)).toBeLessThan(0.3);
  expect(like.spectralDistanceDb).toBeLessThan(1.5);
  expect(Math.max(codecs.mp3, codecs.aac)).toBeLessThanOrEqual(0);
  const header = await readFile(output);
  expect(header.readUInt16LE(34)).toBe(16); // bits per sample
});
