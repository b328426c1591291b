import { audioData, type AudioData } from '../../audio/audio-data.js';
import { Stft } from '../../dsp/stft.js';
import { monoAtRate } from '../../pitch/mono-at-rate.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';
import type { PlayedNote } from '../../score/played-note.js';

/** General MIDI percussion keys. */
export const KICK = 36;
export const SNARE = 38;
export const HI_HAT = 42;

const SAMPLE_RATE = 16_000;
/** 5 ms, with windows of 16 ms: strokes are short. */
const HOP = 80;
const N_FFT = 256;
const HOP_SECONDS = HOP / SAMPLE_RATE;
/** A stroke rises by this much above the loudest of the 40 ms before it … */
const RISE_DB = 9;
const BEFORE_HOPS = 8;
/** … is no softer than this against the loudest of all … */
const SOFTEST_DB = -32;
/** … and comes no sooner after another. */
const REFRACTORY_HOPS = 14;
/** A stroke's sound is told by its first 50 ms. */
const HEARD_HOPS = 10;
/** Below lies a kick's thump, above a hi-hat's hiss; a snare has both, and the middle. */
const LOW_BELOW_HZ = 250;
const HIGH_ABOVE_HZ = 4000;
/** Shares of a stroke's power, chosen on 55 recorded single strokes of drums (of which they name 50): a kick is
 *  low, a hi-hat is high, or rather high without anything low; a snare is what remains. */
const KICK_LOW = 0.7;
const HI_HAT_HIGH = 0.5;
const [HI_HAT_RATHER_HIGH, HI_HAT_LOW] = [0.3, 0.02];
const LENGTH_SECONDS = 0.1;

/** Strokes of a beatboxer as notes of a drum kit: where the level jumps, told apart by where the power of
 *  their first 50 ms lies. Rules, not a trained model: unusual sounds go to the nearest of the three.
 *  @throws CancelledError */
export async function hearBeatbox(
  audio: AudioData,
  options: RunOptions = {},
): Promise<PlayedNote[]> {
  const samples = await monoAtRate(audio, SAMPLE_RATE, partOf(options, 0, 0.5));
  const bands = await bandPowers(audioData(SAMPLE_RATE, [samples]), partOf(options, 0.5, 1));
  const levels = bands.map(([low, middle, high]) => 10 * Math.log10(low + middle + high + 1e-12));
  const loudest = levels.reduce((most, level) => Math.max(most, level), -Infinity);
  return strokes(levels, loudest).map((at) => {
    const heard = bands.slice(at, at + HEARD_HOPS);
    const peak = Math.max(...levels.slice(at, at + HEARD_HOPS));
    return {
      startSeconds: at * HOP_SECONDS,
      endSeconds: at * HOP_SECONDS + LENGTH_SECONDS,
      pitch: drumOf(heard),
      velocity: Math.min(1, Math.max(0.15, 1 + (peak - loudest) / 36)),
    };
  });
}

type Bands = readonly [low: number, middle: number, high: number];

async function bandPowers({ channels: [samples] }: AudioData, run: RunOptions): Promise<Bands[]> {
  const stft = new Stft(N_FFT, HOP);
  const [re, im] = [new Float32Array(stft.bins), new Float32Array(stft.bins)];
  const bands: Bands[] = [];
  const frames = stft.framesFor(samples.length);
  const binHz = SAMPLE_RATE / N_FFT;
  try {
    for (let t = 0; t < frames; t++) {
      if (t % 2000 === 0) await checkpoint(run, t / frames);
      stft.forwardFrame(samples, t, re, im);
      const sums: [number, number, number] = [0, 0, 0];
      for (let k = 1; k < stft.bins; k++) {
        const hz = k * binHz;
        const band = hz < LOW_BELOW_HZ ? 0 : hz < HIGH_ABOVE_HZ ? 1 : 2;
        sums[band] += re[k] * re[k] + im[k] * im[k];
      }
      bands.push(sums);
    }
  } finally {
    stft.free();
  }
  return bands;
}

/** Hops at which a stroke begins. */
function strokes(levels: readonly number[], loudest: number): number[] {
  const found: number[] = [];
  for (let t = 1; t < levels.length; t++) {
    const before = Math.max(...levels.slice(Math.max(0, t - BEFORE_HOPS), t - 1), -200);
    const peak = Math.max(...levels.slice(t, t + 4));
    const isRise = peak - before >= RISE_DB && levels[t] - levels[t - 1] > RISE_DB / 3;
    const isLate = t - (found.at(-1) ?? -REFRACTORY_HOPS) >= REFRACTORY_HOPS;
    if (isRise && isLate && peak > loudest + SOFTEST_DB) found.push(t);
  }
  return found;
}

function drumOf(heard: readonly Bands[]): number {
  const [low, middle, high] = [0, 1, 2].map((b) => heard.reduce((sum, bands) => sum + bands[b], 0));
  const total = low + middle + high + 1e-12;
  if (low / total > KICK_LOW) return KICK;
  const isHiss = high / total > HI_HAT_RATHER_HIGH && low / total < HI_HAT_LOW;
  return isHiss || high / total > HI_HAT_HIGH ? HI_HAT : SNARE;
}
