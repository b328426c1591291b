/** Correlation is followed in stretches of this length. */
const SLICE_SECONDS = 1;
const SLICES_PER_WINDOW = 3;
/** What is so much softer than the whole says nothing of its width. */
const QUIETEST_SHARE = 0.01;

/** Of two channels; mono is its own twin. */
export interface Stereo {
  /** Between left and right: 1 is mono, 0 wide, below 0 one cancels the other. */
  correlation: number;
  /** The lowest of 3 s that aren't far softer than the whole. */
  lowestCorrelation: number;
  /** Mean of each channel. */
  dc: number[];
  /** Root mean square of all channels. */
  rms: number;
}

/** Sums of a stretch. */
interface Sums {
  ll: number;
  rr: number;
  lr: number;
}

/** Measures how left and right go together, in blocks. */
export class StereoMeter {
  readonly #slices: Sums[] = [];
  readonly #sums: number[] = [];
  #slice: Sums = { ll: 0, rr: 0, lr: 0 };
  #inSlice = 0;
  #length = 0;

  constructor(readonly sampleRate: number) {}

  add(channels: readonly Float32Array[]): void {
    const [left, right = left] = channels;
    channels.forEach((channel, c) => (this.#sums[c] = (this.#sums[c] ?? 0) + sumOf(channel)));
    const sliceLength = SLICE_SECONDS * this.sampleRate;
    for (let from = 0; from < left.length;) {
      const to = Math.min(left.length, from + sliceLength - this.#inSlice);
      this.#addStretch(left.subarray(from, to), right.subarray(from, to));
      this.#inSlice += to - from;
      from = to;
      if (this.#inSlice >= sliceLength) this.#endSlice();
    }
    this.#length += left.length;
  }

  finish(): Stereo {
    if (this.#inSlice > 0) this.#endSlice();
    const whole = added(this.#slices);
    const quietest = (QUIETEST_SHARE * (whole.ll + whole.rr)) / Math.max(1, this.#slices.length);
    const windows = this.#slices
      .map((_, i) => this.#slices.slice(i, i + SLICES_PER_WINDOW))
      .map((slices) => ({ slices, sums: added(slices) }))
      .filter(({ slices, sums }) => sums.ll + sums.rr > quietest * slices.length);
    return {
      correlation: correlationOf(whole),
      lowestCorrelation: Math.min(
        correlationOf(whole),
        ...windows.map(({ sums }) => correlationOf(sums)),
      ),
      dc: this.#sums.map((sum) => sum / Math.max(1, this.#length)),
      rms: Math.sqrt((whole.ll + whole.rr) / 2 / Math.max(1, this.#length)),
    };
  }

  #addStretch(left: Float32Array, right: Float32Array): void {
    let [ll, rr, lr] = [0, 0, 0];
    for (let i = 0; i < left.length; i++) {
      ll += left[i] * left[i];
      rr += right[i] * right[i];
      lr += left[i] * right[i];
    }
    this.#slice.ll += ll;
    this.#slice.rr += rr;
    this.#slice.lr += lr;
  }

  #endSlice(): void {
    this.#slices.push(this.#slice);
    this.#slice = { ll: 0, rr: 0, lr: 0 };
    this.#inSlice = 0;
  }
}

function sumOf(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i];
  return sum;
}

function added(slices: readonly Sums[]): Sums {
  const sum = { ll: 0, rr: 0, lr: 0 };
  for (const { ll, rr, lr } of slices) {
    sum.ll += ll;
    sum.rr += rr;
    sum.lr += lr;
  }
  return sum;
}

/** 1 where a channel is silent: nothing is lost then. */
function correlationOf({ ll, rr, lr }: Sums): number {
  return ll > 0 && rr > 0 ? lr / Math.sqrt(ll * rr) : 1;
}
