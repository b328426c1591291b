import { FRAME_LENGTH } from './aac/channel-stream.js';
import { AacFrameDecoder } from './aac/frame-decoder.js';
import type { AacConfig } from './aac-config.js';
import { corruptAudio } from './sound-source.js';

/** Frames to a block: about 1.5 s. */
const FRAMES_PER_BLOCK = 64;

export const HIGH_EFFICIENCY_WARNING = 'HE-AAC: its upper frequencies need ffmpeg';

/** Decodes AAC-LC, 1024 samples to a frame; damaged frames become silence.
 *  @param frames each a `raw_data_block`, without ADTS header
 *  @throws InputError `corrupt-audio` where not one frame can be decoded */
export async function* aacBlocks(
  frames: AsyncIterable<Uint8Array>,
  config: AacConfig,
  warnings: string[],
): AsyncGenerator<Float32Array[]> {
  const decoder = new AacFrameDecoder(config);
  let block = emptyBlock(config);
  let count = 0;
  for await (const frame of frames) {
    const from = (count % FRAMES_PER_BLOCK) * FRAME_LENGTH;
    decoder.decode(
      frame,
      block.map((channel) => channel.subarray(from, from + FRAME_LENGTH)),
    );
    count++;
    if (count % FRAMES_PER_BLOCK > 0) continue;
    yield block;
    block = emptyBlock(config);
  }
  const rest = (count % FRAMES_PER_BLOCK) * FRAME_LENGTH;
  if (rest > 0) yield block.map((channel) => channel.subarray(0, rest));
  if (count > 0 && decoder.damaged === count) {
    throw corruptAudio('AAC', 'not one of its frames can be decoded');
  }
  warn(decoder, warnings);
}

function emptyBlock({ layout }: AacConfig): Float32Array[] {
  return layout.map(() => new Float32Array(FRAMES_PER_BLOCK * FRAME_LENGTH));
}

function warn({ damaged, highEfficiency }: AacFrameDecoder, warnings: string[]): void {
  if (damaged > 0) warnings.push(`${damaged} damaged frames were replaced by silence`);
  if (highEfficiency && !warnings.includes(HIGH_EFFICIENCY_WARNING)) {
    warnings.push(HIGH_EFFICIENCY_WARNING);
  }
}
