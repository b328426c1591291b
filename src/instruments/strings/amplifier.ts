import { Biquad, highPass, lowPass, peaking } from '../../dsp/biquad.js';
import { dbToGain } from '../../dsp/decibels.js';
import { Shaper } from '../../dsp/shaper.js';

/** A guitar amplifier and its loudspeaker. */
export interface AmplifierSettings {
  driveDb: number;
  /** What is cut before the valve, Hz: less bass keeps chords clear. */
  tightHertz: number;
  outputDb: number;
  /** Where the loudspeaker stops. */
  speakerHertz: number;
}

/** The valve's rest: it clips one side before the other, which makes even overtones. */
const BIAS = 0.18;
/** The loudspeaker's own sound. */
const BOX = { cutoffHz: 110, gainDb: 2.5, q: 1.2 };
const PRESENCE = { cutoffHz: 2600, gainDb: 4, q: 0.9 };
const LOWEST_HERTZ = 75;
const BLOCK_LENGTH = 4096;

/** Plays `samples` through an amplifier, in place. The distortion works at four times the rate, so that
 *  its overtones don't fold back. */
export function amplify(
  samples: Float32Array,
  sampleRate: number,
  settings: AmplifierSettings,
): void {
  const { driveDb, tightHertz, outputDb } = settings;
  new Biquad(highPass({ sampleRate, cutoffHz: tightHertz, q: 0.6 })).process(samples);
  distort(samples, dbToGain(driveDb));
  const gain = dbToGain(outputDb);
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
  for (const filter of speaker(sampleRate, settings)) filter.process(samples);
}

function distort(samples: Float32Array, drive: number): void {
  const shaper = new Shaper({ curve: valve(drive), mix: 1, oversampling: 4 }, 1);
  const { latency } = shaper;
  for (let at = 0; at < samples.length + latency; at += BLOCK_LENGTH) {
    const block = new Float32Array(BLOCK_LENGTH);
    block.set(samples.subarray(at, at + BLOCK_LENGTH));
    shaper.process([block]);
    const from = Math.max(0, latency - at);
    const to = Math.min(BLOCK_LENGTH, samples.length + latency - at);
    samples.set(block.subarray(from, to), at + from - latency);
  }
}

/** tanh around a bias. */
function valve(drive: number): (samples: Float32Array) => void {
  const rest = Math.tanh(BIAS);
  return (samples) => {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = samples[i] === 0 ? 0 : Math.tanh(drive * samples[i] + BIAS) - rest;
    }
  };
}

function speaker(sampleRate: number, { speakerHertz }: AmplifierSettings): Biquad[] {
  return [
    new Biquad(highPass({ sampleRate, cutoffHz: LOWEST_HERTZ })),
    new Biquad(peaking({ sampleRate, ...BOX })),
    new Biquad(peaking({ sampleRate, ...PRESENCE })),
    new Biquad(lowPass({ sampleRate, cutoffHz: speakerHertz, q: 0.54 })),
    new Biquad(lowPass({ sampleRate, cutoffHz: speakerHertz, q: 1.3 })),
  ];
}
