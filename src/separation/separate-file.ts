import { join } from 'node:path';
import type { AudioData } from '../audio/audio-data.js';
import { writeWavInBlocks } from '../audio/wav.js';
import { openWav } from '../audio/wav-reader.js';
import { separateSong, type SeparateOptions } from './separate-song.js';
import { STEM_NAMES, type StemName } from './separator.js';

/** Separates the WAV file `mixPath` into `<stem>.wav` files in `outputDir`, as floats at its own
 *  rate and of its length. Each file appears whole or not at all; memory doesn't grow with the
 *  song's length.
 *  @returns the stems' names
 *  @throws CancelledError when `signal` is aborted; ModelError of the engine */
export async function separateFile(
  mixPath: string,
  outputDir: string,
  options: SeparateOptions,
): Promise<readonly StemName[]> {
  const names = STEM_NAMES[options.stems];
  await openWav(mixPath, (mix) =>
    writeStems(outputDir, { names, sampleRate: mix.sampleRate }, async (append) => {
      for await (const stems of separateSong(mix, options)) {
        for (const name of names) await append[name]?.(stems[name] as AudioData);
      }
    }),
  );
  return names;
}

type Append = Partial<Record<StemName, (block: AudioData) => Promise<void>>>;

/** Opens a file for each of `names`, then calls `write`. */
function writeStems(
  dir: string,
  { names, sampleRate }: { names: readonly StemName[]; sampleRate: number },
  write: (append: Append) => Promise<void>,
): Promise<void> {
  const [name, ...others] = names;
  if (!name) return write({});
  const description = { sampleRate, numberOfChannels: 2, bitDepth: 32 } as const;
  return writeWavInBlocks(join(dir, `${name}.wav`), description, (append) =>
    writeStems(dir, { names: others, sampleRate }, (more) => write({ ...more, [name]: append })),
  );
}
