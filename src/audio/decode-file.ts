import { audioData, type AudioData } from './audio-data.js';
import type { AudioInfo, DecodeOptions } from './audio-info.js';
import { decodeStream } from './decode-stream.js';

/** A sound file, decoded whole. */
export interface DecodedAudio {
  /** The file's own sample rate, mono or stereo. */
  audio: AudioData;
  info: AudioInfo;
}

/** Decodes the sound file at `path` whole. Limits and errors are those of `decodeStream`. */
export async function decodeFile(path: string, options: DecodeOptions): Promise<DecodedAudio> {
  const blocks: AudioData[] = [];
  const stream = decodeStream(path, options);
  for (;;) {
    const next = await stream.next();
    if (next.done) return { audio: joinBlocks(blocks, next.value.length), info: next.value };
    blocks.push(next.value);
  }
}

/** One audio of all `blocks`, whose channels are let go one by one, so that the whole is never
 *  held twice. */
function joinBlocks(blocks: readonly AudioData[], length: number): AudioData {
  const [{ sampleRate, channels }] = blocks;
  const remaining = blocks.map((block) => [...block.channels]);
  const joined = channels.map(() => {
    const whole = new Float32Array(length);
    let position = 0;
    for (const block of remaining) {
      const samples = block.shift();
      if (!samples) continue;
      whole.set(samples, position);
      position += samples.length;
    }
    return whole;
  });
  return audioData(sampleRate, joined);
}
