import { AperiodicityMeter } from '../../dsp/aperiodicity.js';
import { BandGrid } from '../../dsp/band-grid.js';
import { MinimumPhase } from '../../dsp/minimum-phase.js';
import { pitchAt, voicedSpans, type PitchCurve } from '../../dsp/pitch-curve.js';
import { findPitchMarks } from '../../dsp/pitch-marks.js';
import { seededNormal } from '../../dsp/random.js';
import { OverlapAdd, type Stft } from '../../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';
import { envelopeGrid } from '../dsp/envelope-shape.js';
import { shapeOf, type VocalFrames } from '../dsp/vocal-frames.js';

/** Aperiodicity is much coarser than an envelope. */
const noiseGrid = new BandGrid(14, 100, 11_000);
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
/** Up here a voice is air, and the singer's own is kept: it fades in between these. */
const AIR_FROM_HZ = 8000;
const AIR_TO_HZ = 10_500;
/** Nobody sings below this (C2 is at 65 Hz): pulses of one sign would else add up to a rumble. */
const LOWEST_HZ = 60;
/** Fewer periods than this are no tone. */
const LEAST_MARKS = 4;
/** What is kept of the source is lifted by no more than 15 dB, lest its noise come out. */
const MOST_LIFT = 1.7;
/** −34 dB of a frame that is to be passed over. */
const NOTHING = 0.02;
/** Amplitude that stands in for none: −100 dB. */
const LEAST_TONE = 1e-5;
/** Frames between checkpoints: some 0.1 s of work. */
const BLOCK_FRAMES = 1000;

const bands = envelopeGrid.count;

export interface VocoderOptions extends RunOptions {
  stft: Stft;
  sampleRate: number;
  /** Of the source, by frame. */
  frames: VocalFrames;
  /** What the frames shall become, row-major [count × bands]: ln amplitude without loudness. */
  shapes: Float32Array;
  /** By frame: what the loudness changes by, ln amplitude. */
  levels: Float32Array;
  /** The source's pitch. */
  pitch: PitchCurve;
  /** The melody to sing; voiced where `pitch` is. */
  melody: PitchCurve;
  /** Factor of the noise's amplitude in voiced frames; 1 as in the source. */
  breathiness: number;
  seed: number;
}

/** Sings `samples` anew. What is voiced is made of pulses and noise, filtered by the envelopes that
 *  it shall have: harmonics by minimum-phase pulses at the melody's periods, noise by as much as the
 *  source holds. What is unvoiced, and the air above the voice, stays the source's, filtered (the
 *  source-filter model of Morise's WORLD, 2016, with the singer's own consonants).
 *  @throws CancelledError when `signal` is aborted */
export async function resynthesise(
  samples: Float32Array,
  options: VocoderOptions,
): Promise<Float32Array> {
  const voicing = smoothVoicing(options.frames);
  const periods = await measurePeriods(samples, { ...options, ...partOf(options, 0, 0.3) });
  const heard = { ...options, periods, noise: noiseByFrame(periods, options) };
  const output = await filterFrames(samples, voicing, { ...heard, ...partOf(options, 0.3, 0.6) });
  await addPulses(output, voicing, { ...heard, ...partOf(options, 0.6, 1) });
  return output;
}

/** [count]: how much of each frame is made of pulses, faded over the length of an STFT's frame. */
function smoothVoicing({ voiced, count }: VocalFrames): Float32Array {
  return Float32Array.from({ length: count }, (_, t) => {
    const before = voiced[Math.max(0, t - 1)];
    const after = voiced[Math.min(count - 1, t + 1)];
    return before / 4 + voiced[t] / 2 + after / 4;
  });
}

/** Per period of the source: where it lies, and which share of it is noise. */
interface Periods {
  /** Fractional samples, rising; those of one voiced span follow each other. */
  marks: number[];
  /** Index of each span's first mark, and one beyond its last. */
  spans: { first: number; end: number }[];
  /** Row-major [marks × noise bands], amplitudes 0…1. */
  noise: Float32Array;
}

async function measurePeriods(
  samples: Float32Array,
  { sampleRate, pitch, breathiness, ...run }: VocoderOptions,
): Promise<Periods> {
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
function noiseByFrame({ marks, noise }: Periods, { frames, stft }: VocoderOptions): Float32Array {
  const width = noiseGrid.count;
  const byFrame = new Float32Array(frames.count * width).fill(1);
  let n = 0;
  for (let t = 0; t < frames.count && marks.length > 0; t++) {
    const place = t * stft.hopLength;
    while (n + 1 < marks.length && Math.abs(marks[n + 1] - place) <= Math.abs(marks[n] - place))
      n++;
    if (Math.abs(marks[n] - place) > 2 * stft.hopLength) continue;
    byFrame.set(noise.subarray(n * width, (n + 1) * width), t * width);
  }
  return byFrame;
}

interface NoiseOptions extends VocoderOptions {
  periods: Periods;
  /** Row-major [count × noise bands]. */
  noise: Float32Array;
}

/** The source where it is unvoiced or air, and new noise where it is voiced, each filtered. */
async function filterFrames(
  samples: Float32Array,
  voicing: Float32Array,
  options: NoiseOptions,
): Promise<Float32Array> {
  const { stft, sampleRate, frames, shapes, levels, noise, seed } = options;
  const normal = seededNormal(seed);
  const hiss = Float32Array.from(samples, () => normal());
  const output = new OverlapAdd(stft, samples.length);
  const bins = binTables(stft.bins, sampleRate / stft.nFft);
  const [own, made] = [spectrum(stft.bins), spectrum(stft.bins)];
  const silence = new Float32Array(stft.bins);
  for (let t = 0; t < frames.count; t++) {
    if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / frames.count);
    if (frames.loudness[t] === -Infinity) {
      // Counts all the same: where its neighbours end, they would else be divided by next to nothing.
      output.add(t, silence, silence);
      continue;
    }
    stft.forwardFrame(samples, t, own.re, own.im);
    if (voicing[t] > NOTHING) stft.forwardFrame(hiss, t, made.re, made.im);
    const target = shapes.subarray(t * bands, (t + 1) * bands);
    const source = shapeOf(frames, t);
    const aperiodic = noise.subarray(t * noiseGrid.count, (t + 1) * noiseGrid.count);
    for (let k = 0; k < stft.bins; k++) {
      const shape = at(target, bins.place[k]) + bins.low[k] + levels[t];
      const kept =
        Math.max(1 - voicing[t], bins.air[k]) *
        Math.exp(Math.min(MOST_LIFT, shape - at(source, bins.place[k])));
      own.re[k] *= kept;
      own.im[k] *= kept;
      const share = voicing[t] * (1 - bins.air[k]);
      if (share < NOTHING) continue;
      const gain = share * at(aperiodic, bins.noisePlace[k]) * Math.exp(shape + frames.loudness[t]);
      own.re[k] += gain * made.re[k];
      own.im[k] += gain * made.im[k];
    }
    output.add(t, own.re, own.im);
  }
  return output.finish();
}

/** Adds one pulse per period of the melody to `output`, in place. */
async function addPulses(
  output: Float32Array,
  voicing: Float32Array,
  options: NoiseOptions,
): Promise<void> {
  const { sampleRate, frames, stft, periods } = options;
  const minimumPhase = new MinimumPhase(pulseSize(sampleRate));
  const shape = pulseShaper(minimumPhase.bins, sampleRate / minimumPhase.size, options);
  const magnitude = new Float32Array(minimumPhase.bins);
  const response = new Float32Array(minimumPhase.size);
  try {
    for (const span of periods.spans) {
      await checkpoint(options, periods.marks[span.first] / output.length);
      for (const { position, period } of pulsesOf(span, options)) {
        const place = Math.min(frames.count - 1, position / stft.hopLength);
        if (frames.loudness[Math.round(place)] === -Infinity) continue;
        // Pulses one period apart have the power of white noise when each has an energy of one period.
        shape(place, Math.sqrt(period * inTime(voicing, place)), magnitude);
        const whole = Math.floor(position);
        minimumPhase.response(magnitude, position - whole, response);
        addAt(output, response, whole);
      }
    }
  } finally {
    minimumPhase.free();
  }
}

/** The pulses of one span: the source's own periods, and with them its jitter, as much shorter as the
 *  melody is higher. */
function* pulsesOf(
  { first, end }: { first: number; end: number },
  { periods: { marks }, sampleRate, pitch, melody }: NoiseOptions,
): Generator<{ position: number; period: number }> {
  let n = first;
  let position = marks[first];
  while (position < marks[end - 1]) {
    while (n < end - 2 && marks[n + 1] <= position) n++;
    const seconds = position / sampleRate;
    const [from, to] = [pitchAt(pitch, seconds), pitchAt(melody, seconds)];
    const period = (marks[n + 1] - marks[n]) * (from > 0 && to > 0 ? from / to : 1);
    yield { position, period };
    position += period;
  }
}

/** Writes the log magnitudes of a pulse of `strength` at frame `place` (fractional). */
function pulseShaper(
  bins: number,
  binHz: number,
  { frames, shapes, levels, noise }: NoiseOptions,
): (place: number, strength: number, magnitude: Float32Array) => void {
  const tables = binTables(bins, binHz);
  const shape = new Float32Array(bands);
  const aperiodic = new Float32Array(noiseGrid.count);
  return (exact, strength, magnitude) => {
    // A silent frame has no shape that could be mixed in.
    const isBesideSilence = [Math.floor(exact), Math.ceil(exact)].some(
      (t) => frames.loudness[t] === -Infinity,
    );
    const place = isBesideSilence ? Math.round(exact) : exact;
    rowInTime(shapes, place, shape);
    rowInTime(noise, place, aperiodic);
    const loudness = inTime(frames.loudness, place) + inTime(levels, place);
    for (let k = 0; k < bins; k++) {
      const share = at(aperiodic, tables.noisePlace[k]);
      const tone = Math.sqrt(1 - share * share) * (1 - tables.air[k]) * strength;
      const level = at(shape, tables.place[k]) + tables.low[k] + loudness;
      magnitude[k] = level + Math.log(Math.max(LEAST_TONE, tone));
    }
  };
}

/** Long enough for the response to die away: 40 ms. */
function pulseSize(sampleRate: number): number {
  return 2 ** Math.ceil(Math.log2(sampleRate * 0.04));
}

/** By bin: its places on the two axes, how much of it is air, and ln amplitude of what cuts the lows
 *  off (Butterworth's, of fourth order). */
function binTables(bins: number, binHz: number) {
  const hz = Float32Array.from({ length: bins }, (_, k) => k * binHz);
  return {
    place: hz.map((value) => envelopeGrid.position(value)),
    noisePlace: hz.map((value) => noiseGrid.position(value)),
    low: hz.map((value) => -0.5 * Math.log1p((LOWEST_HZ / Math.max(value, LOWEST_HZ / 4)) ** 8)),
    air: hz.map((value) =>
      Math.max(0, Math.min(1, (value - AIR_FROM_HZ) / (AIR_TO_HZ - AIR_FROM_HZ))),
    ),
  };
}

function spectrum(bins: number): { re: Float32Array; im: Float32Array } {
  return { re: new Float32Array(bins), im: new Float32Array(bins) };
}

/** The value of `curve` at a fractional index. */
function at(curve: Float32Array, place: number): number {
  const below = Math.min(curve.length - 2, Math.floor(place));
  return curve[below] + (curve[below + 1] - curve[below]) * (place - below);
}

function inTime(values: Float32Array, place: number): number {
  return Number.isInteger(place) ? values[place] : at(values, place);
}

/** The row of the matrix `rows` at the fractional row `place`, into `row`. */
function rowInTime(rows: Float32Array, place: number, row: Float32Array): void {
  const width = row.length;
  const below = Math.floor(place) * width;
  const above = Math.min(rows.length - width, below + width);
  const share = place - Math.floor(place);
  for (let b = 0; b < width; b++) {
    row[b] = rows[below + b] + (rows[above + b] - rows[below + b]) * share;
  }
}

function addAt(output: Float32Array, response: Float32Array, start: number): void {
  const length = Math.min(response.length, output.length - start);
  for (let i = 0; i < length; i++) output[start + i] += response[i];
}
