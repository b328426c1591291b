const MEL_FACTOR = 1127;
const MEL_CORNER_HZ = 700;

/** `count` frequencies, evenly spaced on the mel scale (O'Shaughnessy, 1987) from `minHz` to
 *  `maxHz`: the axis on which spectral envelopes are held. */
export class BandGrid {
  readonly hz: Float32Array;
  readonly #minMel: number;
  readonly #step: number;

  constructor(
    readonly count: number,
    readonly minHz: number,
    readonly maxHz: number,
  ) {
    this.#minMel = mel(minHz);
    this.#step = (mel(maxHz) - this.#minMel) / (count - 1);
    this.hz = Float32Array.from({ length: count }, (_, b) => hz(this.#minMel + b * this.#step));
  }

  /** Where `frequencyHz` lies on the axis, as a fractional index from 0 to count − 1. */
  position(frequencyHz: number): number {
    const index = (mel(frequencyHz) - this.#minMel) / this.#step;
    return Math.min(this.count - 1, Math.max(0, index));
  }
}

/** The value of `curve` at each of the fractional indices `positions`, linearly interpolated. */
export function sampleCurve(
  curve: Float32Array,
  positions: Float32Array,
  out: Float32Array,
): Float32Array {
  const last = curve.length - 1;
  for (let i = 0; i < positions.length; i++) {
    const below = Math.min(last - 1, Math.floor(positions[i]));
    const share = positions[i] - below;
    out[i] = curve[below] * (1 - share) + curve[below + 1] * share;
  }
  return out;
}

function mel(frequencyHz: number): number {
  return MEL_FACTOR * Math.log1p(frequencyHz / MEL_CORNER_HZ);
}

function hz(melValue: number): number {
  return MEL_CORNER_HZ * Math.expm1(melValue / MEL_FACTOR);
}
