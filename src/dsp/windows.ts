/** Periodic Hann window of `size`: the right one for STFT analysis, since it overlap-adds to a
 *  constant at hops of size/2, size/4, …. */
export function hannPeriodic(size: number): Float32Array {
  const window = new Float32Array(size);
  for (let i = 0; i < size; i++) window[i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
  return window;
}
