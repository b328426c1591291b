import { LEVEL_OF_ONE, LEVEL_STEP_DB } from '../dsp/levels.js';
import { boxMean, movingMean } from '../dsp/moving-mean.js';
import type { ChannelSpectra } from './section-spectra.js';
import type { ChannelWeights } from './voice-mask-weights.js';

/** A bin's surroundings are so many frames and bins each way: 0.16 s, 75 Hz. */
const SURROUNDINGS_SPAN = 7;

/** Whether somebody sings is judged by the energy in this band, where voices have most of theirs. */
const ACTIVITY_BAND_HZ = [230, 4300];

/** … over so many frames (0.5 s). */
const ACTIVITY_SPAN = 21;

/** Keeps the log odds finite, within ±7. */
const ACTIVITY_FLOOR = 1e-3;

/** Square roots of the voice's magnitudes, by the log odds so far. */
export function rootMagnitudes({ levels }: ChannelSpectra, logOdds: Float32Array): Float32Array {
  const ofLevel = levelTable(40);
  return logOdds.map((odds, i) => ofLevel[levels.values[i]] / Math.sqrt(1 + Math.exp(-odds)));
}

/** Log odds that somebody sings, for each frame: the voice's share of the energy around it. */
export function voiceActivity(
  { levels }: ChannelSpectra,
  logOdds: Float32Array,
  binHz: number,
): Float32Array {
  const { rows: frames, columns: bins, values } = levels;
  const powers = levelTable(10);
  const [fromBin, toBin] = ACTIVITY_BAND_HZ.map((hz) => Math.min(bins, Math.round(hz / binHz)));
  const all = new Float32Array(frames);
  const voice = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    for (let i = t * bins + fromBin; i < t * bins + toBin; i++) {
      all[t] += powers[values[i]];
      voice[t] += powers[values[i]] / (1 + Math.exp(-logOdds[i]));
    }
  }
  const allAround = movingMean(all, ACTIVITY_SPAN);
  return movingMean(voice, ACTIVITY_SPAN).map((energy, t) => {
    const share = energy / allAround[t];
    return Math.log((share + ACTIVITY_FLOOR) / (1 - share + ACTIVITY_FLOOR));
  });
}

/** Weighs each bin's log odds once more, in place, with those around it and with whether somebody
 *  sings there at all. */
export function reconsider(
  logOdds: Float32Array,
  activity: Float32Array,
  { context }: ChannelWeights,
): void {
  const bins = logOdds.length / activity.length;
  const around = boxMean(logOdds, bins, SURROUNDINGS_SPAN);
  for (let t = 0; t < activity.length; t++) {
    const constant = context.constant + context.activity * activity[t];
    for (let i = t * bins; i < (t + 1) * bins; i++) {
      logOdds[i] = constant + context.own * logOdds[i] + context.surroundings * around[i];
    }
  }
}

/** 10 to the power of dB / `divisor`, for each level. */
function levelTable(divisor: number): Float32Array {
  return Float32Array.from(
    { length: 256 },
    (_, level) => 10 ** (((level - LEVEL_OF_ONE) * LEVEL_STEP_DB) / divisor),
  );
}
