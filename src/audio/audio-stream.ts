import { audioData, cutAudio, type AudioData } from './audio-data.js';
import { Resampler } from './resample.js';

/** Sound of known length that comes block by block, from its start whenever it is asked for. */
export interface AudioStream {
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  /** Samples per channel in all. */
  readonly length: number;
  /** One after the other, of any length. */
  blocks(): AsyncIterable<AudioData>;
}

/** Samples per channel of the blocks that whole audio is cut into. */
const BLOCK_LENGTH = 65536;

/** `audio` as a stream. */
export function streamOf(audio: AudioData): AudioStream {
  const { sampleRate, length, channels } = audio;
  return streamByBlocks({ sampleRate, length, numberOfChannels: channels.length }, (from, to) =>
    Promise.resolve(cutAudio(audio, from, to)),
  );
}

/** A stream of what `read` gives for each stretch. */
export function streamByBlocks(
  shape: Omit<AudioStream, 'blocks'>,
  read: (from: number, to: number) => Promise<AudioData>,
): AudioStream {
  return {
    ...shape,
    async *blocks() {
      for (let from = 0; from < shape.length; from += BLOCK_LENGTH) {
        yield await read(from, Math.min(shape.length, from + BLOCK_LENGTH));
      }
    },
  };
}

/** `stream` at `sampleRate`, as `resample` has it. */
export function resampleStream(stream: AudioStream, sampleRate: number): AudioStream {
  if (stream.sampleRate === sampleRate) return stream;
  return {
    sampleRate,
    numberOfChannels: stream.numberOfChannels,
    length: Math.round((stream.length * sampleRate) / stream.sampleRate),
    async *blocks() {
      const resampler = new Resampler(stream.sampleRate, sampleRate);
      let consumed = 0;
      for await (const block of stream.blocks()) {
        consumed += block.length;
        yield resampler.process(block, consumed === stream.length);
      }
    },
  };
}

/** `stream`, every sample times `gain`. */
export function scaleStream(stream: AudioStream, gain: number): AudioStream {
  return {
    ...stream,
    async *blocks() {
      for await (const { sampleRate, channels } of stream.blocks()) {
        yield audioData(
          sampleRate,
          channels.map((channel) => channel.map((sample) => sample * gain)),
        );
      }
    },
  };
}

/** The blocks of `stream` anew, each of `blockLength` samples but the last. */
export async function* inBlocksOf(
  blockLength: number,
  stream: AudioStream,
): AsyncGenerator<AudioData> {
  const { sampleRate, numberOfChannels } = stream;
  const newBlock = () =>
    Array.from({ length: numberOfChannels }, () => new Float32Array(blockLength));
  let filling = newBlock();
  let filled = 0;
  for await (const block of stream.blocks()) {
    for (let from = 0; from < block.length;) {
      const to = Math.min(block.length, from + blockLength - filled);
      filling.forEach((channel, c) => channel.set(block.channels[c].subarray(from, to), filled));
      filled += to - from;
      from = to;
      if (filled < blockLength) continue;
      yield audioData(sampleRate, filling);
      filling = newBlock();
      filled = 0;
    }
  }
  if (filled > 0) yield cutAudio(audioData(sampleRate, filling), 0, filled);
}
