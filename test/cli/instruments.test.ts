import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMono } from '../../src/audio/audio-data.js';
import { readWav } from '../../src/audio/wav.js';
import { runCanto } from '../support/run-canto.js';

let dataDir = '';
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'canto-instruments-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const canto = (...args: string[]) => runCanto([...args, '--data', dataDir]);

describe('canto instruments', () => {
  it('lists them, and says which font is played', async () => {
    const lines = (await canto('instruments')).stdout;
    expect(lines).toMatch(/acoustic-guitar +guitar +physical model +E2–D6/);
    expect(lines).toMatch(/Sampled instruments are played from .+\.sf2/);
    const report = JSON.parse((await canto('instruments', '--json')).stdout) as {
      instruments: { id: string }[];
      soundFont: { path: string };
    };
    expect(report.instruments.length).toBeGreaterThan(70);
    expect(report.soundFont.path).toMatch(/\.sf2$/);
  });

  it('lets one be heard', async () => {
    const file = join(dataDir, 'marimba.wav');
    expect(await canto('instruments', 'preview', 'Marimba', '-o', file)).toMatchObject({
      exitCode: 0,
    });
    const audio = await readWav(file);
    expect(
      toMono(audio).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
    ).toBeGreaterThan(0.05);
    const none = await canto('instruments', 'preview', 'vuvuzela', '-o', file);
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain('canto instruments');
  });
});
