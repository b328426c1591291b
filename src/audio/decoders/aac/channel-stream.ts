import type { BitReader } from '../bit-reader.js';
import { NOISE_BOOK, readBandCodes, SILENT_BOOK, type BandCodes } from './band-codes.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { readShapingFilters, type ShapingFilter } from './noise-shaping.js';
import { addPulses, readPulses } from './pulses.js';
import { readSpectralLines } from './spectral-data.js';
import { eachBand, readWindowInfo, type WindowInfo } from './window-info.js';

/** The spectrum of one channel in one frame. */
export interface ChannelStream {
  info: WindowInfo;
  codes: BandCodes;
  filters: readonly ShapingFilter[];
  /** [1024], one long window or eight short ones, for samples in ±32768. */
  lines: Float32Array;
}

export const FRAME_LENGTH = 1024;
/** The largest quantised line: 13 bits. */
const MAX_QUANTISED = 8191;
/** The scale factor of steps of 1. */
const UNIT_SCALE = 100;

const POWERS = Float64Array.from({ length: MAX_QUANTISED + 1 }, (_, i) => i ** (4 / 3));

/** Reads an `individual_channel_stream`; its lines come rescaled, but for noise, stereo and TNS.
 *  @param shared what both channels of a pair have in common, if they have
 *  @throws DamagedFrameError, OutOfBitsError */
export function readChannelStream(
  reader: BitReader,
  sampleRateIndex: number,
  shared?: WindowInfo,
): ChannelStream {
  const globalGain = reader.readUnsigned(8);
  const info = shared ?? readWindowInfo(reader, sampleRateIndex);
  const codes = readBandCodes(reader, info, globalGain);
  const pulses = reader.readUnsigned(1) ? readPulses(reader, info) : [];
  const filters = reader.readUnsigned(1) ? readShapingFilters(reader, info) : [];
  if (reader.readUnsigned(1)) throw new DamagedFrameError('LC controls no gain');
  const lines = new Float32Array(FRAME_LENGTH);
  readSpectralLines(reader, codes, { info, lines });
  addPulses(lines, pulses, { info, codes });
  const stream = { info, codes, filters, lines };
  rescale(stream);
  return stream;
}

function rescale({ info, codes: { books, scales }, lines }: ChannelStream): void {
  eachBand(info, (band, from, to) => {
    if (books[band] === SILENT_BOOK || books[band] >= NOISE_BOOK) return;
    const step = 2 ** ((scales[band] - UNIT_SCALE) / 4);
    for (let i = from; i < to; i++) {
      const line = lines[i];
      if (line > 0) lines[i] = POWERS[Math.min(line, MAX_QUANTISED)] * step;
      else if (line < 0) lines[i] = -POWERS[Math.min(-line, MAX_QUANTISED)] * step;
    }
  });
}
