import { Stft } from '../../dsp/stft.js';
import { PITCH_HOP_SECONDS } from '../../pitch/pitch-tracker.js';
import { percentile } from '../dsp/shape-statistics.js';
import { runsOf, type HeardRecording } from './heard-recording.js';

/** What sounds in the pauses of a recording. */
export interface BackgroundTones {
  /** Share of the pauses' power that lies in steady tones, 0…1. */
  readonly tonalShare: number;
  /** Share of that at multiples of the mains' 50 or 60 Hz. */
  readonly mainsShare: number;
}

/** Some 90 ms, which tells tones 20 Hz apart. */
const WINDOW_SECONDS = 0.09;
const LOWEST_HZ = 80;
const HIGHEST_HZ = 5000;
/** A tone stands out from the median of its neighbours, this far on each side, by this factor. In
 *  noise, whose power is distributed exponentially, one bin in 4000 does. */
const NEIGHBOURS_HZ = 150;
const STANDS_OUT = 12;
/** Louder moments of a pause are breaths and the ends of words. */
const REACH_DB = 10;
/** Windows are taken every so many values of the pitch track. */
const WINDOW_STEP = 4;
/** Fewer windows say nothing. */
const LEAST_WINDOWS = 6;
const MAINS_HZ = [50, 60];
/** Tones of the mains lie this near to their places. */
const MAINS_WIDTH_HZ = 12;

/** How tonal the pauses of `heard` are; undefined where there is too little to
 *  listen to. */
export function measureBackgroundTones(heard: HeardRecording): BackgroundTones | undefined {
  const { samples, sampleRate } = heard.recording;
  const stft = new Stft(2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRate)), sampleRate);
  const re = new Float32Array(stft.bins);
  const im = new Float32Array(stft.bins);
  const sums = { all: 0, tonal: 0, mains: MAINS_HZ.map(() => 0) };
  try {
    for (const centre of pauseCentres(heard, stft.nFft / sampleRate)) {
      stft.forwardAt(samples, Math.round(centre * sampleRate), re, im);
      addTones(
        re.map((value, k) => value * value + im[k] * im[k]),
        sampleRate / stft.nFft,
        sums,
      );
    }
  } finally {
    stft.free();
  }
  if (sums.all < LEAST_WINDOWS) return undefined;
  return {
    tonalShare: sums.tonal / sums.all,
    mainsShare: Math.max(...sums.mains) / Math.max(sums.tonal, Number.MIN_VALUE),
  };
}

/** Seconds around which a whole window lies in the background. */
function pauseCentres(
  { pauses, levelsDb, backgroundDb = -Infinity }: HeardRecording,
  windowSeconds: number,
): number[] {
  const half = Math.ceil(windowSeconds / 2 / PITCH_HOP_SECONDS);
  const background = pauses.map((set, t) => (levelsDb[t] < backgroundDb + REACH_DB ? set : 0));
  return runsOf(background).flatMap(({ from, to }) => {
    const centres: number[] = [];
    for (let t = from + half; t < to - half; t += WINDOW_STEP) centres.push(t * PITCH_HOP_SECONDS);
    return centres;
  });
}

/** Each window counts alike, so that one thump doesn't speak for all. */
function addTones(
  power: Float32Array,
  binHz: number,
  sums: { all: number; tonal: number; mains: number[] },
): void {
  const from = Math.ceil(LOWEST_HZ / binHz);
  const to = Math.min(power.length, Math.floor(HIGHEST_HZ / binHz));
  const reach = Math.round(NEIGHBOURS_HZ / binHz);
  const total = power.subarray(from, to).reduce((sum, value) => sum + value, 0);
  if (total === 0) return;
  sums.all += 1;
  for (let k = from; k < to; k++) {
    const neighbours = power.subarray(Math.max(0, k - reach), k + reach + 1);
    if (power[k] < STANDS_OUT * percentile(neighbours, 0.5)) continue;
    const share = power[k] / total;
    sums.tonal += share;
    MAINS_HZ.forEach((mainsHz, i) => {
      const multiple = Math.round((k * binHz) / mainsHz) * mainsHz;
      if (Math.abs(k * binHz - multiple) < MAINS_WIDTH_HZ) sums.mains[i] += share;
    });
  }
}
