/** Every third or fourth sample is enough for a fundamental. */
const ANALYSED_RATE = 12_000;
const WINDOW_SECONDS = 0.04;
const [LOWEST_HZ, HIGHEST_HZ] = [70, 1000];
/** A period is believed in where the signal repeats itself to within this share of its power (YIN). */
const THRESHOLD = 0.18;
const SILENCE = 1e-5;

/** Follows the pitch of a voice as its samples come, by YIN (de Cheveigné & Kawahara, JASA 111, 2002):
 *  quick and rough, for the eye; what is played is heard by the server. */
export class LivePitch {
  readonly #step: number;
  readonly #rate: number;
  readonly #window: Float32Array;
  #sum = 0;
  #count = 0;

  constructor(sampleRate: number) {
    this.#step = Math.max(1, Math.round(sampleRate / ANALYSED_RATE));
    this.#rate = sampleRate / this.#step;
    const longest = Math.ceil(this.#rate / LOWEST_HZ);
    this.#window = new Float32Array(Math.round(WINDOW_SECONDS * this.#rate) + longest);
  }

  /** Takes in what the microphone brought. */
  push(samples: Float32Array): void {
    const means: number[] = [];
    for (const sample of samples) {
      this.#sum += sample;
      if (++this.#count < this.#step) continue;
      means.push(this.#sum / this.#step);
      [this.#sum, this.#count] = [0, 0];
    }
    this.#window.copyWithin(0, means.length);
    this.#window.set(means.slice(-this.#window.length), this.#window.length - means.length);
  }

  /** The pitch of the last 40 ms as a MIDI number; 0 where there is none. */
  pitch(): number {
    const lag = this.#period();
    return lag > 0 ? 69 + 12 * Math.log2(this.#rate / lag / 440) : 0;
  }

  /** In samples at the analysed rate, fractional. */
  #period(): number {
    const shortest = Math.floor(this.#rate / HIGHEST_HZ);
    const longest = Math.ceil(this.#rate / LOWEST_HZ);
    const length = this.#window.length - longest;
    const values = new Float32Array(longest + 1);
    let sum = 0;
    for (let lag = 1; lag <= longest; lag++) {
      const difference = differenceAt(this.#window, lag, length);
      sum += difference;
      values[lag] = sum > SILENCE * length ? (difference * lag) / sum : 1;
    }
    for (let lag = shortest; lag < longest; lag++) {
      if (values[lag] > THRESHOLD || values[lag + 1] < values[lag]) continue;
      return lag + vertex(values[lag - 1], values[lag], values[lag + 1]);
    }
    return 0;
  }
}

function differenceAt(window: Float32Array, lag: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const difference = window[i] - window[i + lag];
    sum += difference * difference;
  }
  return sum;
}

/** Where the parabola through three neighbours has its vertex. */
function vertex(before: number, at: number, after: number): number {
  const curvature = before - 2 * at + after;
  return curvature > 0 ? (before - after) / (2 * curvature) : 0;
}
