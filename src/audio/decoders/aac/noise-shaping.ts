import type { BitReader } from '../bit-reader.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { SHORT_WINDOWS, type WindowInfo } from './window-info.js';

/** An all-pole filter over the spectral lines of some bands, which shapes the coding noise in time
 *  (temporal noise shaping, ISO/IEC 14496-3, 4.6.9). */
export interface ShapingFilter {
  window: number;
  /** In bands, from `bottom` to below `top`. */
  bottom: number;
  top: number;
  downwards: boolean;
  /** The feedback of the line before, the one before that … */
  coefficients: Float64Array;
}

const MAX_LONG_ORDER = 12;
const MAX_SHORT_ORDER = 7;

/** Reads `tns_data`.
 *  @throws DamagedFrameError, OutOfBitsError */
export function readShapingFilters(reader: BitReader, info: WindowInfo): ShapingFilter[] {
  const short = info.sequence === SHORT_WINDOWS;
  const filters: ShapingFilter[] = [];
  for (let window = 0; window < (short ? 8 : 1); window++) {
    const count = reader.readUnsigned(short ? 1 : 2);
    const resolution = count > 0 ? 3 + reader.readUnsigned(1) : 0;
    let top = info.offsets.length - 1;
    for (let i = 0; i < count; i++) {
      const bottom = Math.max(0, top - reader.readUnsigned(short ? 4 : 6));
      const order = reader.readUnsigned(short ? 3 : 5);
      if (order > (short ? MAX_SHORT_ORDER : MAX_LONG_ORDER)) {
        throw new DamagedFrameError('a filter of too high an order');
      }
      if (order > 0) {
        const downwards = reader.readUnsigned(1) === 1;
        const coefficients = readCoefficients(reader, order, resolution);
        filters.push({ window, bottom, top, downwards, coefficients });
      }
      top = bottom;
    }
  }
  return filters;
}

/** Filters `lines` in place. */
export function shapeNoise(
  lines: Float32Array,
  filters: readonly ShapingFilter[],
  { offsets, maxTnsBands, maxBands, windowLength }: WindowInfo,
): void {
  const highest = Math.min(maxTnsBands, maxBands);
  for (const { window, bottom, top, downwards, coefficients } of filters) {
    const start = window * windowLength + offsets[Math.min(bottom, highest)];
    const end = window * windowLength + offsets[Math.min(top, highest)];
    const band = lines.subarray(start, end);
    if (downwards) band.reverse();
    feedBack(band, coefficients);
    if (downwards) band.reverse();
  }
}

function feedBack(lines: Float32Array, coefficients: Float64Array): void {
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i];
    const reach = Math.min(i, coefficients.length);
    for (let back = 1; back <= reach; back++) line -= coefficients[back - 1] * lines[i - back];
    lines[i] = line;
  }
}

/** Reflection coefficients, quantised as arc sines, turned into those of the direct form. */
function readCoefficients(reader: BitReader, order: number, resolution: number): Float64Array {
  const bits = resolution - reader.readUnsigned(1);
  const half = 2 ** (resolution - 1);
  const direct = new Float64Array(order);
  for (let i = 0; i < order; i++) {
    const step = reader.readSigned(bits);
    const reflection = Math.sin((step * Math.PI) / 2 / (step < 0 ? half + 0.5 : half - 0.5));
    const before = direct.slice(0, i);
    for (let j = 0; j < i; j++) direct[j] += reflection * before[i - 1 - j];
    direct[i] = reflection;
  }
  return direct;
}
