import { Biquad, highPass } from './biquad.js';
import { Compressor } from './compressor.js';

/** Where the noise of s, sh and ch lies: what is detected. */
const SIBILANCE_HZ = 5500;
/** Corner of the shelf that is turned down. */
const SHELF_HZ = 4500;
const ATTACK_MS = 0.5;
const RELEASE_MS = 40;
const RATIO = 4;
const KNEE_DB = 4;
/** Values below this are silence; zeroing them keeps the CPU out of slow denormal arithmetic. */
const DENORMAL_GUARD = 1e-30;

/** Turns down the highs of one channel (as a first-order shelf) while the band above 5.5 kHz is louder
 *  than `thresholdDb` (peak); passes the rest unchanged. */
export class DeEsser {
  readonly #detector: Biquad;
  readonly #compressor: Compressor;
  readonly #smoothing: number;
  #low = 0;

  constructor(sampleRate: number, thresholdDb: number) {
    this.#detector = new Biquad(highPass({ sampleRate, cutoffHz: SIBILANCE_HZ }));
    this.#compressor = new Compressor(sampleRate, {
      thresholdDb,
      ratio: RATIO,
      kneeDb: KNEE_DB,
      attackMs: ATTACK_MS,
      releaseMs: RELEASE_MS,
    });
    this.#smoothing = 1 - Math.exp((-2 * Math.PI * SHELF_HZ) / sampleRate);
  }

  /** De-esses `samples` in place. */
  process(samples: Float32Array): void {
    const sibilance = samples.slice();
    this.#detector.process(sibilance);
    let low = this.#low;
    for (let i = 0; i < samples.length; i++) {
      low += this.#smoothing * (samples[i] - low);
      const gain = this.#compressor.nextGain(Math.abs(sibilance[i]));
      samples[i] += (gain - 1) * (samples[i] - low);
    }
    this.#low = Math.abs(low) < DENORMAL_GUARD ? 0 : low;
  }
}
