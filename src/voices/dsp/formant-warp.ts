import { sampleCurve } from '../../dsp/band-grid.js';
import { envelopeGrid } from './envelope-shape.js';

/** Moves the formants of an envelope by a factor: vocal tract length normalisation by a linear warp
 *  of the frequency axis. */
export class FormantWarp {
  readonly #positions: Float32Array;

  /** @param factor above 1: formants move up, as in a shorter vocal tract */
  constructor(readonly factor: number) {
    this.#positions = envelopeGrid.hz.map((hz) => envelopeGrid.position(hz / factor));
  }

  /** The warped `envelope` [bands], into `out`. */
  apply(envelope: Float32Array, out: Float32Array): Float32Array {
    return sampleCurve(envelope, this.#positions, out);
  }
}
