import { audioData, fitLength, type AudioData } from '../audio/audio-data.js';
import { inBlocksOf, streamOf, type AudioStream } from '../audio/audio-stream.js';
import { InputError } from '../errors.js';
import type { MixRole } from './roles.js';

/** A sound to be mixed: mono or stereo, whole or as a stream. All stems of a mix begin together and
 *  have one sample rate; shorter ones end in silence. */
export interface Stem {
  /** Unique in the mix. */
  name: string;
  role: MixRole;
  audio: AudioData | AudioStream;
}

/** The sound of a stem, block by block. */
export function stemStream({ audio }: Pick<Stem, 'audio'>): AudioStream {
  return 'blocks' in audio ? audio : streamOf(audio);
}

/** What all stems have in common.
 *  @returns their rate, and the length of the longest
 *  @throws InputError `stems-differ`, `no-stems`, `same-names` */
export function commonShape(stems: readonly Stem[]): { sampleRate: number; length: number } {
  if (stems.length === 0) {
    throw new InputError('no-stems', 'there is nothing to mix', { hint: 'Give one stem or more.' });
  }
  const [{ audio: first }] = stems;
  for (const { name, audio } of stems) {
    if (audio.sampleRate === first.sampleRate) continue;
    throw new InputError(
      'stems-differ',
      `stems must be of one sample rate: '${stems[0].name}' has ${first.sampleRate} Hz, '${name}' ${audio.sampleRate} Hz`,
      { hint: 'Export all stems from the same start, at one sample rate.' },
    );
  }
  requireNames(stems);
  const length = Math.max(...stems.map(({ audio }) => audio.length));
  return { sampleRate: first.sampleRate, length };
}

function requireNames(stems: readonly Stem[]): void {
  const names = stems.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new InputError('same-names', `two stems are called '${twice}'`, {
    hint: 'Give every stem a name of its own.',
  });
}

/** The blocks of a stem, each of `blockLength` samples, followed by silence for ever. */
export async function* endlessBlocks(
  stream: AudioStream,
  blockLength: number,
): AsyncGenerator<AudioData, never> {
  for await (const block of inBlocksOf(blockLength, stream)) yield fitLength(block, blockLength);
  const silence = () =>
    Array.from({ length: stream.numberOfChannels }, () => new Float32Array(blockLength));
  for (;;) yield audioData(stream.sampleRate, silence());
}
