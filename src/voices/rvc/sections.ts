/** Every section sees so much more at either side, in frames of 10 ms. */
export const PAD_FRAMES = 100;
/** Where what is longer than `max` is cut: near every `centre`, where it is quietest within `query`.
 *  In frames: RVC's own lengths, and some for voices that take memory for a whole section. */
const LENGTHS = {
  checkpoint: { query: 600, centre: 3800, max: 4100 },
  onnx: { query: 150, centre: 800, max: 1000 },
};
export const SAMPLES_PER_FRAME_16K = 160;

/** With `split`: what stays below this for so long isn't converted. */
const SILENCE_RMS = 1e-3;
const SILENCE_FRAMES = 100;
/** What is kept of the silence around a sound. */
const MARGIN_FRAMES = 20;

/** A stretch of the vocal, in frames. */
export interface Section {
  readonly from: number;
  readonly to: number;
}

interface SectionOptions {
  /** For whom. */
  kind: keyof typeof LENGTHS;
  /** Whether long silences are left out. */
  split: boolean;
}

/** Where the vocal is cut, so that each section fits into memory; at quiet places, at whole frames.
 *  @param samples at 16 kHz, a whole number of frames */
export function planSections(samples: Float32Array, { kind, split }: SectionOptions): Section[] {
  const loudness = frameLoudness(samples);
  const stretches = split ? soundingStretches(loudness) : [{ from: 0, to: loudness.length }];
  return stretches.flatMap((stretch) => cutStretch(loudness, stretch, LENGTHS[kind]));
}

/** Mean magnitude per frame. */
function frameLoudness(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: samples.length / SAMPLES_PER_FRAME_16K }, (_, frame) => {
    const start = frame * SAMPLES_PER_FRAME_16K;
    let sum = 0;
    for (let i = start; i < start + SAMPLES_PER_FRAME_16K; i++) sum += Math.abs(samples[i]);
    return sum / SAMPLES_PER_FRAME_16K;
  });
}

function soundingStretches(loudness: Float32Array): Section[] {
  const stretches: { from: number; to: number }[] = [];
  for (const [frame, value] of loudness.entries()) {
    if (value < SILENCE_RMS) continue;
    const from = Math.max(0, frame - MARGIN_FRAMES);
    const to = Math.min(loudness.length, frame + 1 + MARGIN_FRAMES);
    const last = stretches.at(-1);
    if (last && from <= last.to + SILENCE_FRAMES - 2 * MARGIN_FRAMES) last.to = to;
    else stretches.push({ from, to });
  }
  return stretches;
}

function cutStretch(
  loudness: Float32Array,
  { from, to }: Section,
  { query, centre, max }: (typeof LENGTHS)[SectionOptions['kind']],
): Section[] {
  const sections: Section[] = [];
  let start = from;
  while (to - start > max) {
    const cut = quietest(loudness, start + centre, query);
    sections.push({ from: start, to: cut });
    start = cut;
  }
  return start < to ? [...sections, { from: start, to }] : sections;
}

/** The first of the quietest frames around `centre`. */
function quietest(loudness: Float32Array, centre: number, query: number): number {
  let best = centre - query;
  for (let frame = best; frame < Math.min(loudness.length, centre + query); frame++) {
    if (loudness[frame] < loudness[best]) best = frame;
  }
  return best;
}

/** `section` of a list of frames of `width` values, and PAD_FRAMES more at either side: what is there,
 *  beyond the ends mirrored. */
export function padded(values: Float32Array, { from, to }: Section, width = 1): Float32Array {
  const frames = values.length / width;
  const result = new Float32Array((to - from + 2 * PAD_FRAMES) * width);
  for (let t = 0; t * width < result.length; t++) {
    const source = mirrored(from - PAD_FRAMES + t, frames);
    result.set(values.subarray(source * width, (source + 1) * width), t * width);
  }
  return result;
}

/** An index into `length` values; beyond the ends it runs back. */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}
