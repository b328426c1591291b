import { readFileSync } from 'node:fs';

/** The float32 numbers of a raw little-endian file. */
export function readFloatFile(path: string | URL): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(path)).buffer);
}

/** The float64 numbers of a raw little-endian file. */
export function readDoubleFile(path: string | URL): Float64Array {
  return new Float64Array(new Uint8Array(readFileSync(path)).buffer);
}

/** The int64 numbers of a raw little-endian file. */
export function readIntegerFile(path: string | URL): BigInt64Array {
  return new BigInt64Array(new Uint8Array(readFileSync(path)).buffer);
}

/** The largest distance between two signals of one length; infinite for different lengths. */
export function maxError(a: Float32Array, b: Float64Array): number {
  if (a.length !== b.length) return Infinity;
  return b.reduce((most, value, i) => Math.max(most, Math.abs(value - a[i])), 0);
}
