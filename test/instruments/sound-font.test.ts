import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { openBand } from '../../src/instruments/catalogue.js';
import { identifyFont } from '../../src/instruments/choose-font.js';
import { seededRandom } from '../../src/dsp/random.js';
import { note } from './play.js';

const bundled = new URL('../../models/instruments/sonivox.sf2', import.meta.url);
let dir = '';
let whole: Buffer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'canto-font-'));
  whole = await readFile(bundled);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function playFrom(content: Uint8Array): Promise<unknown> {
  const path = join(dir, 'font.sf2');
  await writeFile(path, content);
  const options = {
    sampleRate: 48_000,
    length: 4800,
    seed: 1,
    signal: new AbortController().signal,
  };
  const band = openBand({ soundFont: path });
  return band.instrument('piano').play([note(60), note(64)], options);
}

describe('a SoundFont', () => {
  it('is played as it is', async () => {
    await expect(playFrom(whole)).resolves.toMatchObject({ length: 4800 });
  });

  it('that is none is refused, and the message says what to do', async () => {
    for (const content of [
      Buffer.from(''),
      Buffer.from('RIFF'),
      whole.subarray(0, 5000),
      whole.subarray(0, -100),
    ]) {
      const error = await playFrom(content).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: 'bad-sound-font',
        hint: expect.stringContaining('CANTO_SOUNDFONT') as string,
      });
    }
    await expect(identifyFont(join(dir, 'absent.sf2'))).rejects.toMatchObject({
      code: 'bad-sound-font',
    });
  });

  it('with damaged records plays or is refused, and does nothing else', async () => {
    const random = seededRandom(7);
    const records = whole.length - 43_098;
    for (let trial = 0; trial < 60; trial++) {
      const damaged = Uint8Array.from(whole);
      for (let n = 0; n < 40; n++)
        damaged[records + Math.floor(random() * 43_098)] = Math.floor(random() * 256);
      const result = await playFrom(damaged).catch((caught: unknown) => caught);
      if (result instanceof Error) expect(result).toBeInstanceOf(AppError);
    }
  });

  it('is told apart from others by what it is, and the bundled one is the same everywhere', async () => {
    expect(await identifyFont('bundled')).toEqual({
      path: 'bundled',
      bytes: whole.length,
      changed: 0,
    });
  });
});
