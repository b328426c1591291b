import { OverlapAdd, Stft } from '../../dsp/stft.js';
import { MDX_HOP_LENGTH } from './mdx-model.js';

/** Bins from DC that models are shown as silence: below 30 Hz, nothing is to be separated. */
const MUTED_BINS = 3;

/** Spectra as MDX-Net models take and give them: [left re, left im, right re, right im] × dimF bins
 *  × dimT STFT frames, row-major; centred frames, periodic Hann window. */
export class MdxSpectra {
  /** Samples per channel that make dimT frames. */
  readonly chunkLength: number;
  readonly #dimF: number;
  readonly #dimT: number;
  readonly #stft: Stft;
  readonly #re: Float32Array;
  readonly #im: Float32Array;

  constructor({ nFft, dimF, dimT }: { nFft: number; dimF: number; dimT: number }) {
    this.chunkLength = MDX_HOP_LENGTH * (dimT - 1);
    this.#dimF = dimF;
    this.#dimT = dimT;
    this.#stft = new Stft(nFft, MDX_HOP_LENGTH);
    this.#re = new Float32Array(this.#stft.bins);
    this.#im = new Float32Array(this.#stft.bins);
  }

  /** Shape of the spectra as a tensor. */
  get dims(): number[] {
    return [1, 4, this.#dimF, this.#dimT];
  }

  /** The spectra of a stereo chunk, continued at its ends by its mirror image, as torch.stft does. */
  forward(chunk: readonly Float32Array[]): Float32Array {
    const spectra = new Float32Array(4 * this.#dimF * this.#dimT);
    const margin = this.#stft.nFft / 2;
    for (const [c, channel] of chunk.entries()) {
      const samples = mirrored(channel, margin);
      for (let t = 0; t < this.#dimT; t++) {
        this.#stft.forwardAt(samples, margin + t * MDX_HOP_LENGTH, this.#re, this.#im);
        this.#writeColumn(spectra, 2 * c, t, this.#re);
        this.#writeColumn(spectra, 2 * c + 1, t, this.#im);
      }
    }
    return spectra;
  }

  /** The stereo chunk of `spectra`, which are silent above dimF. */
  inverse(spectra: Float32Array): Float32Array[] {
    return [0, 1].map((c) => {
      const overlap = new OverlapAdd(this.#stft, this.chunkLength);
      this.#re.fill(0);
      this.#im.fill(0);
      for (let t = 0; t < this.#dimT; t++) {
        this.#readColumn(spectra, 2 * c, t, this.#re);
        this.#readColumn(spectra, 2 * c + 1, t, this.#im);
        overlap.add(t, this.#re, this.#im);
      }
      return overlap.finish();
    });
  }

  free(): void {
    this.#stft.free();
  }

  #writeColumn(spectra: Float32Array, plane: number, t: number, bins: Float32Array): void {
    const start = plane * this.#dimF * this.#dimT + t;
    for (let bin = MUTED_BINS; bin < this.#dimF; bin++) {
      spectra[start + bin * this.#dimT] = bins[bin];
    }
  }

  #readColumn(spectra: Float32Array, plane: number, t: number, bins: Float32Array): void {
    const start = plane * this.#dimF * this.#dimT + t;
    for (let bin = 0; bin < this.#dimF; bin++) bins[bin] = spectra[start + bin * this.#dimT];
  }
}

/** `samples` with `margin` more before and after, mirrored at the first and last one. */
function mirrored(samples: Float32Array, margin: number): Float32Array {
  const { length } = samples;
  const result = new Float32Array(length + 2 * margin);
  result.set(samples, margin);
  for (let i = 1; i <= margin; i++) {
    result[margin - i] = samples[i];
    result[margin + length - 1 + i] = samples[length - 1 - i];
  }
  return result;
}
