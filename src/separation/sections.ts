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
  const before = whole.slice(start, start + fade);
  whole.set(part, start);
  fadeOver(before, whole.subarray(start));
}

/** Joins the sections of a signal as they come. */
export class SectionJoiner {
  #overlap = new Float32Array(0);

  /** @param overlapLength samples that each section shares with the one before */
  constructor(readonly overlapLength: number) {}

  /** The beginning of the section `part`, joined to the one before it: all that the next one won't
   *  change. */
  add(part: Float32Array, isLast: boolean): Float32Array {
    const end = isLast ? part.length : part.length - this.overlapLength;
    const joined = part.slice(0, end);
    fadeOver(this.#overlap, joined);
    this.#overlap = part.slice(end);
    return joined;
  }
}

/** Fades linearly from `before` to the beginning of `after`, in place of it. */
function fadeOver(before: Float32Array, after: Float32Array): void {
  for (let i = 0; i < before.length; i++) {
    const weight = (i + 0.5) / before.length;
    after[i] = before[i] + weight * (after[i] - before[i]);
  }
}
