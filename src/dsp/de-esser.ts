import { Biquad, highPass } from './biquad.js';
import { Compressor } from './compressor.js';

/** Where the noise of s, sh and ch lies. */
const SIBILANCE_HZ = 5500;
const ATTACK_MS = 0.5;
const RELEASE_MS = 40;
const RATIO = 4;
const KNEE_DB = 4;

/** Turns down the band above 5.5 kHz of one channel where that band alone is louder than
 *  `thresholdDb` (peak), and leaves the rest as it is: what stays below the threshold passes unchanged,
 *  since the band is subtracted and added back. */
export class DeEsser {
  readonly #highPass: Biquad;
  readonly #compressor: Compressor;

  constructor(sampleRate: number, thresholdDb: number) {
    this.#highPass = new Biquad(highPass({ sampleRate, cutoffHz: SIBILANCE_HZ }));
    this.#compressor = new Compressor(sampleRate, {
      thresholdDb,
      ratio: RATIO,
      kneeDb: KNEE_DB,
      attackMs: ATTACK_MS,
      releaseMs: RELEASE_MS,
    });
  }

  /** De-esses `samples` in place. */
  process(samples: Float32Array): void {
    const band = samples.slice();
    this.#highPass.process(band);
    for (let i = 0; i < samples.length; i++) {
      const gain = this.#compressor.nextGain(Math.abs(band[i]));
      samples[i] += (gain - 1) * band[i];
    }
  }
}
