/** Triangular dither of ±1 step for sample `index` of `channel`: two independent uniform values,
 *  hashed from the place rather than drawn, so that blocks can be written in any order and the
 *  same audio always gives the same file. (lowbias32 hash: Chris Wellons, public domain.) */
export function tpdfDither(index: number, channel: number): number {
  const first = hash32(index * 2 + channel * 0x9e3779b1);
  const second = hash32(first ^ 0x85ebca6b);
  return (first - second) / 4294967296;
}

function hash32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
