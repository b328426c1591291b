/** Level is compared in windows of ± this, every half of it. */
const WINDOW_SECONDS = 0.025;
/** Most that the level is changed: 9 dB. */
const MOST_GAIN = 2.8;

/** Scales `samples` between `from` and `to`, smoothly and in place, to the level that `reference`
 *  has at the same time. */
export function matchLevel(
  samples: Float32Array,
  reference: Float32Array,
  { from, to, sampleRate }: { from: number; to: number; sampleRate: number },
): void {
  const start = Math.max(0, Math.ceil(from));
  const end = Math.min(samples.length, Math.floor(to));
  const half = Math.round(WINDOW_SECONDS * sampleRate);
  const hop = Math.max(1, half >> 1);
  const count = Math.floor((end - start) / hop) + 2;
  const gains = Float32Array.from({ length: count }, (_, i) => {
    const window = { from: start + i * hop - half, to: start + i * hop + half };
    const gain = Math.sqrt(energy(reference, window) / energy(samples, window));
    return Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, gain));
  });
  gains[0] = 1;
  for (let i = start; i < end; i++) {
    const position = (i - start) / hop;
    const below = Math.floor(position);
    const share = position - below;
    samples[i] *= gains[below] * (1 - share) + gains[below + 1] * share;
  }
}

/** Above 0, also of silence. */
function energy(samples: Float32Array, { from, to }: { from: number; to: number }): number {
  let sum = 1e-12;
  for (let i = Math.max(0, from); i < Math.min(samples.length, to); i++) sum += samples[i] ** 2;
  return sum;
}
