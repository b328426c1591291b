import { MinimumPhase } from '../../dsp/minimum-phase.js';
import { checkpoint, type RunOptions } from '../../progress.js';
import { envelopeGrid } from '../dsp/envelope-shape.js';
import type { VocalFrames } from '../dsp/vocal-frames.js';
import { at, inTime, rowInTime } from './in-time.js';
import { noiseGrid } from './periods.js';

/** Up here a voice is air and no tone: it fades in between these. */
const AIR_FROM_HZ = 8000;
const AIR_TO_HZ = 10_500;
/** Nobody sings below this (C2 is at 65 Hz): pulses of one sign would else add up to a rumble. */
const LOWEST_HZ = 60;
/** Amplitude that stands in for none: −100 dB. */
const LEAST_TONE = 1e-5;

const bands = envelopeGrid.count;

/** One closing of the glottis. Both in samples, fractional. */
export interface Pulse {
  position: number;
  period: number;
}

/** What the frames of a voice sound like; frame t is centred on sample t·hopLength. */
export interface PulseOptions extends RunOptions {
  sampleRate: number;
  hopLength: number;
  frames: VocalFrames;
  /** Row-major [count × bands]: ln amplitude without loudness. */
  shapes: Float32Array;
  /** By frame: what the loudness changes by, ln amplitude. */
  levels: Float32Array;
  /** Row-major [count × noise bands]: the share of the amplitude that is noise and not made here. */
  noise: Float32Array;
  /** [count]: how much of each frame is made of pulses, 0 … 1. */
  voicing: Float32Array;
}

/** Adds the pulses of `spans` to `output`, in place: minimum-phase responses of the shapes.
 *  @throws CancelledError when `signal` is aborted */
export async function addPulses(
  output: Float32Array,
  spans: Iterable<Iterable<Pulse>>,
  options: PulseOptions,
): Promise<void> {
  const { sampleRate, hopLength, frames, voicing } = options;
  const minimumPhase = new MinimumPhase(pulseSize(sampleRate));
  const shape = pulseShaper(minimumPhase.bins, sampleRate / minimumPhase.size, options);
  const magnitude = new Float32Array(minimumPhase.bins);
  const response = new Float32Array(minimumPhase.size);
  let done = 0;
  try {
    for (const pulses of spans) {
      await checkpoint(options, done / output.length);
      for (const { position, period } of pulses) {
        done = position;
        const place = Math.min(frames.count - 1, position / hopLength);
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

/** Writes the log magnitudes of a pulse of `strength` at frame `place` (fractional). */
function pulseShaper(
  bins: number,
  binHz: number,
  { frames, shapes, levels, noise }: PulseOptions,
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
export function binTables(bins: number, binHz: number) {
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

function addAt(output: Float32Array, response: Float32Array, start: number): void {
  const length = Math.min(response.length, output.length - start);
  for (let i = 0; i < length; i++) output[start + i] += response[i];
}
