import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { readWav, writeWav } from '../../src/audio/wav.js';
import { seededNormal } from '../../src/dsp/random.js';
import { wavBytes } from './made-files.js';
import { embedded, sine, stereoMusic, temporaryFolder } from './signals.js';

const folder = temporaryFolder();
const path = join(folder, 'a "quoted" 🎵.wav');

describe('WAV', () => {
  it('gives floats back bit by bit', async () => {
    const normal = seededNormal(1);
    const channels = [0, 1].map(() => Float32Array.from({ length: 70001 }, () => 3 * normal()));
    await writeWav(path, audioData(44100, channels));
    const { channels: back, sampleRate } = await readWav(path);
    expect(sampleRate).toBe(44100);
    expect(back).toEqual(channels);
  });

  it('holds 24 bits to half a step', async () => {
    const audio = stereoMusic(48000, 5001);
    await writeWav(path, audio, 24);
    const { channels } = await readWav(path);
    const errors = channels[0].map((x, i) => Math.abs(x - audio.channels[0][i]));
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.5 / 2 ** 23 + 1e-9);
  });

  it('dithers 16 bits: the error is noise of 1.5 steps at most, without a bias', async () => {
    const quiet = sine(440, { sampleRate: 44100, length: 44100, amplitude: 2 / 32768 });
    await writeWav(path, audioData(44100, [quiet]), 16);
    const [back] = (await readWav(path)).channels;
    const errors = back.map((x, i) => (x - quiet[i]) * 32768);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThanOrEqual(1.5 + 1e-3);
    const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
    // 44100 errors of a standard deviation of 0.5 steps: 4 sigma of their mean.
    expect(Math.abs(mean)).toBeLessThan((4 * 0.5) / Math.sqrt(44100));
  });

  it('keeps digital silence silent in 16 bits', async () => {
    await writeWav(path, audioData(44100, [new Float32Array(1000)]), 16);
    expect((await readWav(path)).channels[0]).toEqual(new Float32Array(1000));
  });

  it('clips what integers cannot hold instead of wrapping it', async () => {
    for (const bitDepth of [16, 24] as const) {
      await writeWav(path, audioData(44100, [Float32Array.of(2, -2)]), bitDepth);
      const [back] = (await readWav(path)).channels;
      expect(back[0]).toBeGreaterThan(0.9999);
      expect(back[1]).toBe(-1);
    }
  });

  it('appears whole or not at all', async () => {
    const blocked = join(folder, 'taken');
    mkdirSync(blocked);
    await expect(writeWav(blocked, stereoMusic(44100, 100))).rejects.toThrow();
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    ['8-bit', { bits: 8 }, 1 / 127],
    ['16-bit', { bits: 16 }, 1e-4],
    ['24-bit', { bits: 24 }, 1e-6],
    ['32-bit', { bits: 32 }, 1e-7],
    ['float', { bits: 32, tag: 3 }, 1e-7],
    ['double', { bits: 64, tag: 3 }, 1e-7],
    ['A-law', { bits: 8, tag: 6 }, 0.02],
    ['µ-law', { bits: 8, tag: 7 }, 0.02],
    ['extensible 24-bit', { bits: 24, extensible: true }, 1e-6],
    ['big-endian 16-bit', { bits: 16, form: 'RIFX' as const }, 1e-4],
    ['RF64', { bits: 16, form: 'RF64' as const }, 1e-4],
    ['of a pipe (size 0xFFFFFFFF)', { bits: 16, claimedBytes: 0xffffffff }, 1e-4],
    ['of a pipe (size 0)', { bits: 16, claimedBytes: 0 }, 1e-4],
    ['of SoX to a pipe (size 0x7FFFF000)', { bits: 16, claimedBytes: 0x7ffff000 }, 1e-4],
  ])('reads %s files', async (_, options, tolerance) => {
    const samples = sine(100, { sampleRate: 8000, length: 801 });
    writeFileSync(path, wavBytes([samples], { sampleRate: 8000, ...options }));
    const { audio, info } = await decodeFile(path, embedded);
    expect(info).toMatchObject({ container: 'wav', sampleRate: 8000, length: 801, warnings: [] });
    const errors = audio.channels[0].map((x, i) => Math.abs(x - samples[i]));
    expect(Math.max(...errors)).toBeLessThan(tolerance);
  });

  it('writes the same bytes each time', async () => {
    await writeWav(path, stereoMusic(44100, 999), 16);
    const first = readFileSync(path);
    await writeWav(path, stereoMusic(44100, 999), 16);
    expect(readFileSync(path).equals(first)).toBe(true);
  });
});
