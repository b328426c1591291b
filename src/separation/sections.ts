/** A stretch of a song that is worked on at once: samples `start`…`end`. */
export interface Section {
  readonly start: number;
  readonly end: number;
}

interface SectionLengths {
  /** At most so many samples in a section. */
  sectionLength: number;
  /** Samples that neighbours share, to be crossfaded. */
  overlapLength: number;
}

/** Equal sections that cover `length` samples, each overlapping the next. */
export function planSections(
  length: number,
  { sectionLength, overlapLength }: SectionLengths,
): Section[] {
  const advance = sectionLength - overlapLength;
  const count = Math.max(1, Math.ceil((length - overlapLength) / advance));
  const equalAdvance = (length - overlapLength) / count;
  return Array.from({ length: count }, (_, i) => ({
    start: Math.max(0, Math.round(i * equalAdvance)),
    end: Math.round((i + 1) * equalAdvance) + overlapLength,
  })).map(({ start, end }) => ({ start, end: Math.min(length, end) }));
}

/** Writes `part` to `whole` at `start`, fading over from what is there already in the first
 *  `fadeLength` samples (0 for the first section). */
export function joinSection(
  whole: Float32Array,
  part: Float32Array,
  { start, fadeLength }: { start: number; fadeLength: number },
): void {
  const fade = Math.min(fadeLength, part.length);
  for (let i = 0; i < fade; i++) {
    const weight = (i + 0.5) / fade;
    whole[start + i] += weight * (part[i] - whole[start + i]);
  }
  whole.set(fade > 0 ? part.subarray(fade) : part, start + fade);
}
