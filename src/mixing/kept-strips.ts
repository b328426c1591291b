/** Bytes that may be kept: seven stereo tracks of 3 minutes. The whole job stays within 800 MB. */
const BUDGET_BYTES = 450e6;

/** What came out of strips, so that they needn't run twice: of as many tracks as the memory that is set
 *  aside for it can hold. */
export class KeptStrips {
  readonly #tracks = new Map<string, readonly Float32Array[]>();
  #bytesLeft = BUDGET_BYTES;

  constructor(readonly length: number) {}

  /** Keeps `sides` of a track, which begin at sample `from`, if there is room for the whole track. Both
   *  sides may be one array. */
  add(track: string, sides: readonly Float32Array[], from: number): void {
    const kept = this.#tracks.get(track) ?? this.#reserve(track, sides);
    kept?.forEach((samples, side) => {
      const first = Math.max(0, -from);
      const end = Math.min(sides[side].length, this.length - from);
      if (end > first) samples.set(sides[side].subarray(first, end), from + first);
    });
  }

  has(track: string): boolean {
    return this.#tracks.has(track);
  }

  /** Left and right of a kept track from sample `from` on, with silence beyond both ends. */
  read(track: string, from: number, length: number): Float32Array[] {
    const kept = this.#tracks.get(track) ?? [];
    const [left, right = left] = kept.map((samples) => {
      const block = new Float32Array(length);
      const inside = samples.subarray(Math.max(0, from), Math.max(0, from + length));
      block.set(inside, Math.max(0, -from));
      return block;
    });
    return [left, right];
  }

  #reserve(
    track: string,
    [left, right]: readonly Float32Array[],
  ): readonly Float32Array[] | undefined {
    const count = left === right ? 1 : 2;
    const bytes = count * this.length * Float32Array.BYTES_PER_ELEMENT;
    if (bytes > this.#bytesLeft) return undefined;
    this.#bytesLeft -= bytes;
    const kept = Array.from({ length: count }, () => new Float32Array(this.length));
    this.#tracks.set(track, kept);
    return kept;
  }
}
