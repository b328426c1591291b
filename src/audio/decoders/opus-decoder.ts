import { OpusDecoder } from 'opus-decoder';
import type { Speaker } from '../downmix.js';
import { asciiOf, viewOf } from './byte-source.js';
import { quietly } from './quietly.js';
import { corruptAudio } from './sound-source.js';

/** Channel orders of Vorbis and Opus by number of channels (Vorbis I, section 4.3.9). */
export const VORBIS_LAYOUTS: readonly (readonly Speaker[])[] = [
  [],
  ['C'],
  ['L', 'R'],
  ['L', 'C', 'R'],
  ['L', 'R', 'Lb', 'Rb'],
  ['L', 'C', 'R', 'Lb', 'Rb'],
  ['L', 'C', 'R', 'Lb', 'Rb', 'LFE'],
  ['L', 'C', 'R', 'Ls', 'Rs', 'Cs', 'LFE'],
  ['L', 'C', 'R', 'Ls', 'Rs', 'Lb', 'Rb', 'LFE'],
];

/** The identification header of Opus (RFC 7845, section 5.1). */
export interface OpusHead {
  layout: readonly Speaker[];
  preSkip: number;
  /** Linear gain on all samples. */
  gain: number;
  streamCount: number;
  coupledStreamCount: number;
  channelMappingTable: number[];
}

/** @throws InputError `corrupt-audio` */
export function parseOpusHead(bytes: Uint8Array): OpusHead {
  if (bytes.length < 19 || asciiOf(bytes, 0, 8) !== 'OpusHead') {
    throw corruptAudio('Opus', 'its header is missing');
  }
  const numberOfChannels = bytes[9];
  const view = viewOf(bytes);
  const mapped = bytes[18] !== 0;
  const layout = mapped
    ? (VORBIS_LAYOUTS[numberOfChannels] ?? Array<Speaker>(numberOfChannels).fill('other'))
    : VORBIS_LAYOUTS[Math.min(2, numberOfChannels)];
  if (layout.length === 0 || (mapped && bytes.length < 21 + numberOfChannels)) {
    throw corruptAudio('Opus', 'its header names no channels');
  }
  return {
    layout,
    preSkip: view.getUint16(10, true),
    gain: 10 ** (view.getInt16(16, true) / 256 / 20),
    streamCount: mapped ? bytes[19] : 1,
    coupledStreamCount: mapped ? bytes[20] : layout.length - 1,
    channelMappingTable: mapped
      ? [...bytes.subarray(21, 21 + numberOfChannels)]
      : layout.map((_, c) => c),
  };
}

/** A decoder that is fed packet by packet. */
export interface PacketDecoder {
  /** Planar samples of the packets in order, damaged ones left out. */
  decode(packets: Uint8Array[]): Float32Array[];
  /** How many packets were damaged so far. */
  readonly damaged: number;
  free(): void;
}

/** A decoder of bare Opus packets. The pre-skip is left to the caller. */
export async function createOpusDecoder(head: OpusHead): Promise<PacketDecoder> {
  const { layout, streamCount, coupledStreamCount, channelMappingTable, gain } = head;
  const channels = layout.length;
  const decoder = new OpusDecoder({
    preSkip: 0,
    channels,
    streamCount,
    coupledStreamCount,
    channelMappingTable,
    forceStereo: false,
  });
  await decoder.ready;
  let damaged = 0;
  return {
    decode(packets) {
      const { result } = quietly(() => decoder.decodeFrames(packets));
      damaged += result.errors.length;
      const samples = result.channelData.slice(0, channels);
      if (gain !== 1) samples.forEach((channel) => scale(channel, gain));
      return samples;
    },
    get damaged() {
      return damaged;
    },
    free: () => decoder.free(),
  };
}

function scale(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
}
