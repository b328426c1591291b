import {
  Biquad,
  highPass,
  highShelf,
  lowPass,
  lowShelf,
  peaking,
  type BiquadCoefficients,
} from './biquad.js';

/** The two filters of a fourth-order Butterworth filter, by their Q. */
const BUTTERWORTH_4 = [0.5411961, 1.306563];

/** One band of an equalizer. */
export interface EqualizerBand {
  type: 'bell' | 'low-shelf' | 'high-shelf';
  frequencyHz: number;
  gainDb: number;
  q: number;
}

/** The filters of an equalizer: those with a gain. */
export function equalizer(
  bands: readonly EqualizerBand[],
  sampleRate: number,
): BiquadCoefficients[] {
  const designs = { bell: peaking, 'low-shelf': lowShelf, 'high-shelf': highShelf };
  return bands
    .filter(({ gainDb }) => gainDb !== 0)
    .map(({ type, frequencyHz: cutoffHz, gainDb, q }) =>
      designs[type]({ sampleRate, cutoffHz, gainDb, q }),
    );
}

/** A low cut (Butterworth) of 12 or 24 dB per octave, 3 dB down at `frequencyHz`. */
export function lowCut(
  { frequencyHz: cutoffHz, slopeDbPerOctave }: { frequencyHz: number; slopeDbPerOctave: 12 | 24 },
  sampleRate: number,
): BiquadCoefficients[] {
  if (slopeDbPerOctave === 12) return [highPass({ sampleRate, cutoffHz })];
  return BUTTERWORTH_4.map((q) => highPass({ sampleRate, cutoffHz, q }));
}

/** What an effect hears: the sound without its boom and hiss. */
export function bandLimits(
  { lowCutHz, highCutHz }: { lowCutHz: number; highCutHz: number },
  sampleRate: number,
): BiquadCoefficients[] {
  return [
    highPass({ sampleRate, cutoffHz: lowCutHz }),
    lowPass({ sampleRate, cutoffHz: highCutHz }),
  ];
}

/** Filters one after the other, on every channel, block after block, in place. Without filters nothing
 *  changes. */
export class FilterChain {
  readonly #chains: Biquad[][];

  constructor(coefficients: readonly BiquadCoefficients[], numberOfChannels: number) {
    this.#chains = Array.from({ length: numberOfChannels }, () =>
      coefficients.map((each) => new Biquad(each)),
    );
  }

  process(channels: readonly Float32Array[]): void {
    channels.forEach((channel, c) => this.#chains[c].forEach((filter) => filter.process(channel)));
  }
}
