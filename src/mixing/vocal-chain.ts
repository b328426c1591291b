import { Biquad, highPass, highShelf, peaking } from '../dsp/biquad.js';
import { Compressor } from '../dsp/compressor.js';
import { DeEsser } from '../dsp/de-esser.js';

/** The chain's levels are meant for a voice of this loudness; bring the voice there first. */
export const CHAIN_LUFS = -18;

/** Below any sung note: rumble and plosives. */
const LOW_CUT_HZ = 85;
/** Chest resonance that muddies a mix; presence, where words are understood; air. */
const BODY = { cutoffHz: 280, q: 0.9, gainDb: -2 };
const PRESENCE = { cutoffHz: 3500, q: 0.8, gainDb: 1.5 };
const AIR = { cutoffHz: 10000, gainDb: 1.5 };
/** Holds the voice at one distance: 3 to 6 dB of reduction in loud phrases, slow enough to leave the
 *  consonants their edge. */
const COMPRESSION = { thresholdDb: -18, ratio: 3, kneeDb: 8, attackMs: 8, releaseMs: 120 };
/** About what the s of a close voice reaches at the chain's level. */
const SIBILANCE_DB = -24;

/** What a lead voice goes through before it is mixed: low cut, equalizer, compressor, de-esser. Mono,
 *  in place, block after block, without delay. */
export class VocalChain {
  readonly #stages: { process(samples: Float32Array): void }[];

  constructor(sampleRate: number) {
    const compressor = new Compressor(sampleRate, COMPRESSION);
    const deEsser = new DeEsser(sampleRate, { thresholdDb: SIBILANCE_DB });
    this.#stages = [
      new Biquad(highPass({ sampleRate, cutoffHz: LOW_CUT_HZ })),
      new Biquad(peaking({ sampleRate, ...BODY })),
      { process: (samples) => compressor.process([samples]) },
      new Biquad(peaking({ sampleRate, ...PRESENCE })),
      new Biquad(highShelf({ sampleRate, ...AIR })),
      { process: (samples) => deEsser.process([samples]) },
    ];
  }

  process(samples: Float32Array): void {
    for (const stage of this.#stages) stage.process(samples);
  }
}
