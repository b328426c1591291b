import { AperiodicityMeter } from '../../dsp/aperiodicity.js';
import { BandGrid } from '../../dsp/band-grid.js';
import { voicedSpans, type PitchCurve } from '../../dsp/pitch-curve.js';
import { findPitchMarks } from '../../dsp/pitch-marks.js';
import { checkpoint, type RunOptions } from '../../progress.js';

/** Aperiodicity is much coarser than an envelope. */
export const noiseGrid = new BandGrid(14, 100, 11_000);
/** The most of a voiced period that is taken for noise, by frequency: what seems more is a pitch that
 *  moves, or the room. */
const MOST_NOISE: readonly [hz: number, share: number][] = [
  [700, 0.2],
  [2000, 0.45],
  [4000, 0.7],
  [8000, 1],
];
const mostNoise = noiseGrid.hz.map((hz) => {
  const above = MOST_NOISE.findIndex(([corner]) => corner > hz);
  if (above === 0) return MOST_NOISE[0][1];
  if (above < 0) return 1;
  const [[fromHz, from], [toHz, to]] = [MOST_NOISE[above - 1], MOST_NOISE[above]];
  return from + ((to - from) * (hz - fromHz)) / (toHz - fromHz);
});
/** Fewer periods than this are no tone. */
const LEAST_MARKS = 4;

/** Per period of a voice: where it lies, and which share of it is noise. */
export interface Periods {
  /** Fractional samples, rising; those of one voiced span follow each other. */
  marks: number[];
  /** Index of each span's first mark, and one beyond its last. */
  spans: { first: number; end: number }[];
  /** Row-major [marks × noise bands], amplitudes 0…1. */
  noise: Float32Array;
}

/** The periods of what is voiced in `samples`.
 *  @param options.breathiness factor of the noise's amplitude; 1 as it is
 *  @throws CancelledError when `signal` is aborted */
export async function measurePeriods(
  samples: Float32Array,
  options: RunOptions & { sampleRate: number; pitch: PitchCurve; breathiness: number },
): Promise<Periods> {
  const { sampleRate, pitch, breathiness, ...run } = options;
  const marks: number[] = [];
  const spans: Periods['spans'] = [];
  for (const span of voicedSpans(pitch, { sampleRate, length: samples.length })) {
    await checkpoint(run, (0.7 * span.from) / samples.length);
    const last = marks.at(-1) ?? -1;
    const found = findPitchMarks(samples, span, { sampleRate, pitch });
    const first = marks.length;
    for (const mark of found) if (mark > last && mark >= 0) marks.push(mark);
    if (marks.length - first >= LEAST_MARKS) spans.push({ first, end: marks.length });
    else marks.length = first;
  }
  const noise = new Float32Array(marks.length * noiseGrid.count);
  const meter = new AperiodicityMeter(sampleRate, noiseGrid);
  try {
    for (const { first, end } of spans) {
      for (let n = first; n < end; n++) {
        const inner = Math.min(end - 2, Math.max(first + 1, n));
        const row = noise.subarray(n * noiseGrid.count, (n + 1) * noiseGrid.count);
        const [before, now, after] = [marks[inner - 1], marks[inner], marks[inner + 1]];
        meter.measure(samples, { before, now, after }, row);
        for (let b = 0; b < row.length; b++)
          row[b] = Math.min(1, Math.min(mostNoise[b], row[b]) * breathiness);
      }
    }
  } finally {
    meter.free();
  }
  return { marks, spans, noise };
}

/** The noise of the period next to each frame, row-major [count × noise bands]; 1 where there is
 *  none near. */
export function noiseByFrame(
  { marks, noise }: Periods,
  { count, hopLength }: { count: number; hopLength: number },
): Float32Array {
  const width = noiseGrid.count;
  const byFrame = new Float32Array(count * width).fill(1);
  let n = 0;
  for (let t = 0; t < count && marks.length > 0; t++) {
    const place = t * hopLength;
    while (n + 1 < marks.length && Math.abs(marks[n + 1] - place) <= Math.abs(marks[n] - place))
      n++;
    if (Math.abs(marks[n] - place) > 2 * hopLength) continue;
    byFrame.set(noise.subarray(n * width, (n + 1) * width), t * width);
  }
  return byFrame;
}
