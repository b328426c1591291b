import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWav, writeWav } from '../../src/audio/wav.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { demoClip } from '../support/demo-clip.js';
import { runCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';

describe('canto cover', () => {
  it('makes a cover of the song’s length at release loudness, in sync with its music', async () => {
    const dir = await tempDir();
    const clip = demoClip(10);
    const song = join(dir, 'a song’s “name”.wav');
    await writeWav(song, clip.mix, 16);
    const output = join(dir, 'cover.wav');
    const { exitCode, stdout } = await runCanto([
      ...['cover', song, '--voice', 'flemishguy', '-o', output, '--json', '--quiet'],
      ...['--stems-dir', join(dir, 'stems'), '--data', join(dir, 'data')],
    ]);
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ output, aiMade: true, seed: 1, voice: { id: 'flemishguy' } });

    const cover = await readWav(output);
    expect(cover.length).toBe(clip.mix.length);
    expect(cover.channels.every((channel) => channel.every(Number.isFinite))).toBe(true);
    // The bar of the product: −14 ± 0.5 LUFS, at most −1 dBTP.
    expect(Math.abs(measureLoudness(cover).integratedLufs + 14)).toBeLessThan(0.5);
    expect(truePeakDbtp(cover)).toBeLessThanOrEqual(-1);

    const music = await readWav(join(dir, 'stems', 'accompaniment.wav'));
    expect(lagOf(sharpened(cover.channels[0]), sharpened(music.channels[0]))).toBe(0);
    expect((await readdir(join(dir, 'stems'))).sort()).toEqual([
      'accompaniment.wav',
      'converted.wav',
      'original.wav',
      'vocals.wav',
    ]);
    const text = (await readFile(output)).toString('latin1');
    expect(text).toContain('AI-made with Canto');
  });

  it('the same song, settings and seed give the same bytes in another data folder', async () => {
    const dir = await tempDir();
    const song = join(dir, 'song.wav');
    await writeWav(song, demoClip(4).mix, 16);
    const hashes = [];
    for (const n of [1, 2]) {
      const output = join(dir, `${n}.mp3`);
      const run = await runCanto([
        ...['cover', song, '--voice', 'kathleen', '-o', output, '--quiet'],
        ...['--song-transpose', '-2', '--keep-backing', '--data', join(dir, `data${n}`)],
      ]);
      expect(run.exitCode).toBe(0);
      hashes.push(
        createHash('sha256')
          .update(await readFile(output))
          .digest('hex'),
      );
    }
    expect(hashes[0]).toBe(hashes[1]);
  });
});

describe('a cast of several voices', () => {
  // Four covers, one after the other.
  it(
    'sings lead, second lead and backing vocals, in time, and the report says who sang what',
    { timeout: 480_000 },
    async () => {
      const dir = await tempDir();
      const clip = demoClip(6);
      const song = join(dir, 'song.wav');
      await writeWav(song, clip.mix, 16);
      const sing = async (name: string, ...args: string[]) => {
        const { exitCode, stdout } = await runCanto([
          ...['cover', song, '-o', join(dir, `${name}.wav`), '--stems-dir', join(dir, name)],
          ...['--pitch', '0', '--json', '--quiet', '--data', join(dir, 'data'), ...args],
        ]);
        expect(exitCode).toBe(0);
        const report = JSON.parse(stdout) as { steps: { id: string; reused: boolean }[] };
        return { report, lead: await readWav(join(dir, name, 'converted.wav')) };
      };
      const duet = ['--second-voice', 'flemishguy', '--second-at', '0:01-0:02.5,5-6'];
      const plain = await sing('plain', '--voice', 'original');
      const cast = await sing(
        ...[
          'cast',
          '--voice',
          'original',
          '--second-voice',
          'original',
          '--second-at',
          '1-2.5,5-6',
        ],
      );
      // Cut, sung by nobody else, and joined again: the lead is what it was.
      const [before, after] = [plain, cast].map(({ lead }) => lead.channels[0]);
      expect(after.every((x, i) => Math.abs(x - before[i]) < 1e-6)).toBe(true);

      const full = await sing(
        ...['full', '--voice', 'kathleen', ...duet, '--second-gain', '-3', '--second-pitch', '-12'],
        ...['--backing-voice', 'kerstin', '--backing-pitch', '0', '--lead-gain', '1'],
      );
      expect(full.report).toMatchObject({
        voice: { id: 'kathleen' },
        cast: [
          { part: 'second', voice: { id: 'flemishguy' }, transpose: { semitones: -12 } },
          { part: 'backing', voice: { id: 'kerstin' }, transpose: { semitones: 0 } },
        ],
      });
      expect((await readdir(join(dir, 'full'))).sort()).toContain('backing.wav');
      const text = (await readFile(join(dir, 'full.wav'))).toString('latin1');
      expect(text).toContain('Kathleen & Flemish Guy & Kerstin (AI voice)');

      const again = await sing(
        ...[
          'again',
          '--voice',
          'kathleen',
          ...duet,
          '--second-gain',
          '-3',
          '--second-pitch',
          '-12',
        ],
        ...['--backing-voice', 'nathalie', '--backing-pitch', '0', '--lead-gain', '1'],
      );
      const redone = again.report.steps.filter(({ reused }) => !reused).map(({ id }) => id);
      expect(redone).not.toContain('convert');
      expect(redone).not.toContain('convert-second');
      expect(redone).toContain('convert-backing');
    },
  );
});

describe('what the command line refuses', () => {
  const refuse = async (args: string[]) => {
    const dir = await tempDir();
    return runCanto([...args, '--data', join(dir, 'data'), '--json']);
  };

  it('a voice that is not there: exit code 2, and the names that come near', async () => {
    const { exitCode, stderr, stdout } = await refuse([
      'cover',
      'demo',
      '--voice',
      'kathlen',
      '-o',
      'x.wav',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('kathleen');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'no-such-voice' } });
  });

  it('a second lead without times, after the song, or at no time at all', async () => {
    const cover = ['cover', 'demo', '--voice', 'kathleen', '-o', 'x.wav'];
    const aimless = await refuse([...cover, '--second-voice', 'kerstin']);
    expect(aimless).toMatchObject({ exitCode: 2 });
    expect(aimless.stderr).toContain('--second-voice needs --second-at too');
    const odd = await refuse([...cover, '--second-voice', 'kerstin', '--second-at', 'noon-1:10']);
    expect(odd.exitCode).toBe(2);
    expect(odd.stderr).toContain("'noon' is no time");
  });

  it('a file that is not there', async () => {
    const { exitCode, stderr } = await refuse([
      'cover',
      'no.mp3',
      '--voice',
      'kathleen',
      '-o',
      'x.wav',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("there is no file 'no.mp3'");
  });

  it('a setting out of range, and an unknown format', async () => {
    const wide = await refuse([
      'cover',
      'demo',
      '--voice',
      'kathleen',
      '-o',
      'x.wav',
      '--pitch',
      '99',
    ]);
    expect(wide.exitCode).toBe(2);
    expect(wide.stderr).toContain('pitch');
    const odd = await refuse(['cover', 'demo', '--voice', 'kathleen', '-o', 'x.xyz']);
    expect(odd.exitCode).toBe(2);
    expect(odd.stderr).toContain('.flac');
  });

  it('a text that is called a song, and leaves no output', async () => {
    const dir = await tempDir();
    const song = join(dir, 'song.mp3');
    await writeFile(song, 'these are words, not music\n'.repeat(50));
    const output = join(dir, 'out.wav');
    const { exitCode, stdout } = await runCanto([
      ...[
        'cover',
        song,
        '--voice',
        'kathleen',
        '-o',
        output,
        '--json',
        '--data',
        join(dir, 'data'),
      ],
    ]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-audio' } });
    expect((await readdir(dir)).sort()).toEqual(['data', 'song.mp3']);
  });

  it('a model that must be pulled first: exit code 3, and the command that does', async () => {
    const { exitCode, stderr } = await refuse([
      ...['convert', 'demo', '--voice', 'kathleen', '-o', 'x.wav', '--pitch-engine', 'swift-f0'],
    ]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('canto models pull swift-f0');
  });
});

describe('canto doctor', () => {
  it('names what is there and the command that gets what is not', async () => {
    const dir = await tempDir();
    const { exitCode, stdout } = await runCanto(['doctor', '--json', '--data', dir]);
    expect(exitCode).toBe(0);
    const { findings } = JSON.parse(stdout) as { findings: { name: string; fix?: string }[] };
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Node.js', 'ffmpeg', 'yt-dlp', 'GPU', 'fonts', 'voices', 'swift-f0']),
    );
    const ffmpeg = findings.find(({ name }) => name === 'ffmpeg');
    expect(ffmpeg?.fix).toContain('ffmpeg');
  });
});

/** Differences of neighbours: makes the correlation's peak sharp, which bass would make flat. */
function sharpened(samples: Float32Array): Float32Array {
  return samples.map((x, i) => x - (samples[i - 1] ?? 0));
}

/** The lag, in samples, at which `a` is most like `b`; searched up to 50 either way. */
function lagOf(a: Float32Array, b: Float32Array): number {
  let best = { lag: 0, similarity: -Infinity };
  for (let lag = -50; lag <= 50; lag++) {
    let similarity = 0;
    for (let i = 50; i < a.length - 50; i++) similarity += a[i + lag] * b[i];
    if (similarity > best.similarity) best = { lag, similarity };
  }
  return best.lag;
}
