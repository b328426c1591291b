import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openAudioGenerator } from '../../../src/inference/audio-tokens/audio-generator.js';
import { emptyStreams } from '../../../src/inference/audio-tokens/token-streams.js';
import { maxError, readFloatFile } from '../../support/float-files.js';
import { tempDir } from '../../support/temp-dir.js';
import { writeTinyMusicgen } from '../../support/tiny-musicgen.js';

/** An export of optimum's with tiny random weights, and what Hugging Face's own code makes with them
 *  (`scripts/goldens/musicgen.py`). */
const golden = fileURLToPath(new URL('./goldens/', import.meta.url));
const FRAMES = 20;
/** Of sound up to 0.2: rounding of float32 in another order. */
const MOST_ERROR = 1e-5;

it("real exports sound as with Hugging Face's own code, in one go and gone on with", async () => {
  const folder = await tempDir();
  await writeTinyMusicgen(folder, { subfolder: '' });
  for (const name of await readdir(golden)) {
    if (!name.endsWith('.f32')) await copyFile(join(golden, name), join(folder, name));
  }
  const generator = await openAudioGenerator(folder, { providers: ['cpu'], threads: 1 });
  try {
    const part = { prompt: 'drums', guidance: 3, seed: 1 };
    const before = emptyStreams(4);
    const whole = await generator.generate({ ...part, before, frames: FRAMES });
    const wanted = readFloatFile(join(golden, 'sound.f32'));
    expect(whole.samples.length).toBe(wanted.length);
    expect(maxError(whole.samples, Float64Array.from(wanted))).toBeLessThan(MOST_ERROR);
    const begun = await generator.generate({ ...part, before, frames: 9 });
    const goneOn = await generator.generate({
      ...part,
      before: begun.streams,
      frames: FRAMES - 9,
    });
    expect(goneOn.streams).toEqual(whole.streams);
  } finally {
    await generator.close();
  }
});
