/** Raised cosine from 0 to 1, without either, [length]: for what is alike on both sides, it keeps the
 *  level. */
export function risingFade(length: number): Float32Array {
  return Float32Array.from(
    { length },
    (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 1)) / (length + 1)),
  );
}

/** Writes `part` to `whole` from sample `start` on, fading over by `fade` from what is there already;
 *  what reaches beyond the end of `whole` is left out. */
export function crossfadeInto(
  whole: Float32Array,
  part: Float32Array,
  { start, fade }: { start: number; fade: Float32Array },
): void {
  const length = Math.min(part.length, whole.length - start);
  const faded = Math.min(fade.length, length);
  for (let i = 0; i < faded; i++) {
    whole[start + i] += fade[i] * (part[i] - whole[start + i]);
  }
  whole.set(part.subarray(faded, length), start + faded);
}
