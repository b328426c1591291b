import { BitReader } from '../bit-reader.js';
import type { ChannelElement } from './channel-map.js';
import { readChannelStream, type ChannelStream } from './channel-stream.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { skipCoupling, skipData, skipFill, skipProgramConfig } from './skipped-elements.js';
import { readChannelPair, type ChannelPair } from './stereo.js';

const SINGLE = 0;
const PAIR = 1;
const COUPLING = 2;
const LFE = 3;
const DATA = 4;
const PROGRAM_CONFIG = 5;
const FILL = 6;
const END = 7;

/** The coded sound of a frame, in the order of the stream's elements. */
export interface RawDataBlock {
  elements: readonly (ChannelStream | ChannelPair)[];
  /** It holds the upper frequencies of HE-AAC apart. */
  highEfficiency: boolean;
}

/** Reads a `raw_data_block`.
 *  @param expected what it holds
 *  @throws DamagedFrameError, OutOfBitsError */
export function readRawDataBlock(
  bytes: Uint8Array,
  expected: readonly ChannelElement[],
  sampleRateIndex: number,
): RawDataBlock {
  const reader = new BitReader(bytes);
  const elements: (ChannelStream | ChannelPair)[] = [];
  let highEfficiency = false;
  for (let kind = reader.readUnsigned(3); kind !== END; kind = reader.readUnsigned(3)) {
    if (kind === FILL) {
      highEfficiency = skipFill(reader) || highEfficiency;
      continue;
    }
    reader.skip(4); // the tag of the element: their order says the same
    if (kind === SINGLE || kind === PAIR || kind === LFE) {
      if (kind !== kindOf(expected[elements.length])) throw new DamagedFrameError('odd channels');
      const read = kind === PAIR ? readChannelPair : readChannelStream;
      elements.push(read(reader, sampleRateIndex));
    } else if (kind === COUPLING) skipCoupling(reader, sampleRateIndex);
    else if (kind === DATA) skipData(reader);
    else if (kind === PROGRAM_CONFIG) skipProgramConfig(reader);
  }
  if (elements.length < expected.length) throw new DamagedFrameError('missing channels');
  return { elements, highEfficiency };
}

function kindOf(element: ChannelElement | undefined): number | undefined {
  if (!element) return undefined;
  return { single: SINGLE, pair: PAIR, lfe: LFE }[element.kind];
}
