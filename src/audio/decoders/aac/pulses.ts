import type { BitReader } from '../bit-reader.js';
import { NOISE_BOOK, SILENT_BOOK, type BandCodes } from './band-codes.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { SHORT_WINDOWS, type WindowInfo } from './window-info.js';

/** A few lines that stick out, coded apart so that the others fit into a smaller code book. */
export interface Pulse {
  line: number;
  amplitude: number;
}

/** Reads `pulse_data`.
 *  @throws DamagedFrameError, OutOfBitsError */
export function readPulses(reader: BitReader, info: WindowInfo): Pulse[] {
  if (info.sequence === SHORT_WINDOWS) throw new DamagedFrameError('pulses in short windows');
  const count = reader.readUnsigned(2) + 1;
  const startBand = reader.readUnsigned(6);
  if (startBand >= info.offsets.length) throw new DamagedFrameError('a pulse above the bands');
  let line = info.offsets[startBand];
  return Array.from({ length: count }, () => {
    line += reader.readUnsigned(5);
    if (line >= info.windowLength) throw new DamagedFrameError('a pulse above the spectrum');
    return { line, amplitude: reader.readUnsigned(4) };
  });
}

/** Makes quantised `lines` larger by their pulses, in bands that have coded lines. */
export function addPulses(
  lines: Float32Array,
  pulses: readonly Pulse[],
  { info, codes }: { info: WindowInfo; codes: BandCodes },
): void {
  for (const { line, amplitude } of pulses) {
    const band = info.offsets.findIndex((offset) => offset > line) - 1;
    const book = band < info.maxBands ? codes.books[band] : SILENT_BOOK;
    if (book === SILENT_BOOK || book >= NOISE_BOOK) continue;
    lines[line] += lines[line] > 0 ? amplitude : -amplitude;
  }
}
