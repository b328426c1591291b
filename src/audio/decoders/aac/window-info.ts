import type { BitReader } from '../bit-reader.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { longBands, shortBands, type BandLayout } from './scale-factor-bands.js';

export const LONG_WINDOW = 0;
export const START_WINDOW = 1;
export const SHORT_WINDOWS = 2;
export const STOP_WINDOW = 3;

/** How a frame is cut into windows, and its spectra into bands (`ics_info`). */
export interface WindowInfo extends BandLayout {
  /** `LONG_WINDOW`, `START_WINDOW`, `SHORT_WINDOWS` or `STOP_WINDOW`. */
  sequence: number;
  /** 0 is a sine window, 1 a Kaiser–Bessel-derived one. */
  shape: number;
  /** Bands that are coded; those above are silent. */
  maxBands: number;
  /** Windows that share their scale factors: [1], or eight windows in up to eight groups. */
  groupLengths: readonly number[];
  /** Spectral lines of a window. */
  windowLength: number;
}

/** @throws DamagedFrameError, OutOfBitsError */
export function readWindowInfo(reader: BitReader, sampleRateIndex: number): WindowInfo {
  reader.readUnsigned(1); // reserved
  const sequence = reader.readUnsigned(2);
  const shape = reader.readUnsigned(1);
  const short = sequence === SHORT_WINDOWS;
  const bands = short ? shortBands(sampleRateIndex) : longBands(sampleRateIndex);
  const maxBands = reader.readUnsigned(short ? 4 : 6);
  if (maxBands >= bands.offsets.length) throw new DamagedFrameError('too many bands');
  const groupLengths = short ? readGroups(reader) : [1];
  if (!short && reader.readUnsigned(1)) throw new DamagedFrameError('LC predicts nothing');
  return {
    ...{ sequence, shape, maxBands, groupLengths, windowLength: short ? 128 : 1024 },
    ...{ offsets: bands.offsets, maxTnsBands: bands.maxTnsBands },
  };
}

/** A band of one window: its index in `BandCodes`, and its lines from `from` to below `to`. */
export type BandVisitor = (band: number, from: number, to: number) => void;

/** Visits every coded band in every window, in the order of the stream. */
export function eachBand(info: WindowInfo, visit: BandVisitor): void {
  const { groupLengths, maxBands, offsets, windowLength } = info;
  let start = 0;
  groupLengths.forEach((groupLength, group) => {
    const end = start + groupLength * windowLength;
    for (let band = 0; band < maxBands; band++) {
      for (let at = start; at < end; at += windowLength) {
        visit(group * maxBands + band, at + offsets[band], at + offsets[band + 1]);
      }
    }
    start = end;
  });
}

/** Seven bits: whether each window but the first belongs to the group before it. */
function readGroups(reader: BitReader): number[] {
  const lengths = [1];
  for (let window = 1; window < 8; window++) {
    if (reader.readUnsigned(1)) lengths[lengths.length - 1]++;
    else lengths.push(1);
  }
  return lengths;
}
