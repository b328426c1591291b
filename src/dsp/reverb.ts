import { Biquad, lowPass } from './biquad.js';

/** Delay lines for a room of middle size: spread over an octave and a half, and rounded to primes, so
 *  that their echoes rarely coincide. */
const LINE_MS = [31.7, 36.1, 41.9, 47.3, 53.9, 61.3, 70.1, 79.7];
/** Room 0 and room 1 scale the lines by these: a booth and a hall. */
const SCALE_RANGE = [0.6, 1.6] as const;
/** The sound goes through the longest line at least so often while it decays: a shorter decay takes a
 *  smaller room. */
const PASSES_PER_DECAY = 5;
/** The first reflection comes this long after the sound, in room 0 and room 1. */
const PRE_DELAY_RANGE_MS = [4, 30] as const;
/** All-passes in front (Schroeder, 1962) turn each reflection into a dense cloud. */
const DIFFUSER_MS = [3.7, 5.9, 8.3, 11.9];
const DIFFUSION = 0.62;
/** At full damping, the highest notes ring for this share less time than the lowest. */
const STRONGEST_DAMPING = 0.75;
/** … beginning around here. */
const DAMPED_ABOVE_HZ = 7000;
/** Half of the damping takes less than half of that away, so that the whole reverb still falls in about
 *  its decay time. */
const DAMPING_CURVE = 1.3;
/** What decay times are stated for. */
const STATED_HZ = 700;
/** Level of the first reflection (taken after the second and the fourth all-pass) against one line's,
 *  at 1 s of decay; it grows with the energy of the tail. */
const EARLY_GAIN = 1.7;
/** The lines' signs towards left and right: orthogonal, so that the two sides are uncorrelated. */
const LEFT_SIGNS = [1, 1, 1, 1, -1, -1, -1, -1];
const RIGHT_SIGNS = [1, -1, 1, -1, 1, -1, 1, -1];
const LINES = LINE_MS.length;
/** Samples that are processed together: fewer than the shortest delay has. */
const BLOCK_LENGTH = 128;
/** Loudness is matched below this: where voices have their energy. */
const REFERENCE_HZ = 2000;
/** Values below this are silence; zeroing them keeps the CPU out of slow denormal arithmetic. */
const DENORMAL_GUARD = 1e-15;

/** The room that is heard. */
export interface ReverbSettings {
  /** Size, 0 (a booth) … 1 (a hall). */
  room: number;
  /** Time in which the sound falls by 60 dB, measured around 500 Hz to 1 kHz. */
  decaySeconds: number;
  /** 0: highs ring as long as lows … 1: they are gone almost at once. */
  damping: number;
}

/** Algorithmic reverb, mono in, stereo out, wet only. It is as loud as what goes in (each channel's
 *  impulse response has energy 1 below 2 kHz), whatever the settings. */
export class Reverb {
  readonly #network: FeedbackDelayNetwork;
  readonly #gain: number;

  constructor(sampleRate: number, settings: ReverbSettings) {
    this.#network = new FeedbackDelayNetwork(sampleRate, settings);
    this.#gain = 1 / Math.sqrt(energyGain(sampleRate, settings));
  }

  /** The reverb of the next `input` [n], added to `left` and `right` [n] with gain `wet`. */
  addTo(left: Float32Array, right: Float32Array, input: Float32Array, wet: number): void {
    this.#network.addTo(left, right, input, wet * this.#gain);
  }
}

/** How much energy the bare network adds to a low-passed click, by trying it. */
function energyGain(sampleRate: number, settings: ReverbSettings): number {
  const click = new Float32Array(Math.ceil((settings.decaySeconds + 0.2) * sampleRate));
  click[0] = 1;
  new Biquad(lowPass({ sampleRate, cutoffHz: REFERENCE_HZ })).process(click);
  const left = new Float32Array(click.length);
  const right = new Float32Array(click.length);
  new FeedbackDelayNetwork(sampleRate, settings).addTo(left, right, click, 1);
  return (energy(left) + energy(right)) / 2 / energy(click);
}

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0);
}

/** Pre-delay, diffusers, and eight delay lines that feed each other through a Hadamard matrix (Jot &
 *  Chaigne, "Digital delay networks for designing artificial reverberators", AES 1991). */
class FeedbackDelayNetwork {
  readonly #earlyGain: number;
  readonly #preDelay: DelayLine;
  readonly #diffusers: AllPass[];
  readonly #lines: DampedLine[];
  readonly #diffused = new Float32Array(BLOCK_LENGTH);
  readonly #outputs = Array.from({ length: LINES }, () => new Float32Array(BLOCK_LENGTH));

  constructor(sampleRate: number, settings: ReverbSettings) {
    const samples = (ms: number) => nextPrime(Math.max(BLOCK_LENGTH, (ms / 1000) * sampleRate));
    this.#earlyGain = EARLY_GAIN * Math.sqrt(settings.decaySeconds);
    const largestScale = (settings.decaySeconds * 1000) / PASSES_PER_DECAY / Math.max(...LINE_MS);
    const scale = Math.min(within(SCALE_RANGE, settings.room), largestScale);
    this.#preDelay = new DelayLine(samples(within(PRE_DELAY_RANGE_MS, settings.room)));
    this.#diffusers = DIFFUSER_MS.map((ms) => new AllPass(samples(ms)));
    this.#lines = LINE_MS.map(
      (ms) => new DampedLine(samples(ms * scale), { ...settings, sampleRate }),
    );
  }

  addTo(left: Float32Array, right: Float32Array, input: Float32Array, gain: number): void {
    for (let from = 0; from < input.length; from += BLOCK_LENGTH) {
      const to = Math.min(input.length, from + BLOCK_LENGTH);
      this.#addBlock(
        left.subarray(from, to),
        right.subarray(from, to),
        input.subarray(from, to),
        gain,
      );
    }
  }

  #addBlock(left: Float32Array, right: Float32Array, input: Float32Array, gain: number): void {
    const { length } = input;
    const diffused = this.#diffused.subarray(0, length);
    this.#preDelay.peek(diffused);
    this.#preDelay.push(input);
    this.#diffusers.forEach((diffuser, d) => {
      diffuser.process(diffused);
      if (d % 2 === 1) addScaled(d === 1 ? left : right, diffused, gain * this.#earlyGain);
    });
    this.#lines.forEach((line, l) => line.read(this.#outputs[l].subarray(0, length)));
    this.#outputs.forEach((output, l) => {
      addScaled(left, output, gain * LEFT_SIGNS[l]);
      addScaled(right, output, gain * RIGHT_SIGNS[l]);
    });
    hadamard(this.#outputs);
    this.#lines.forEach((line, l) => line.write(this.#outputs[l], diffused));
  }
}

/** What goes in comes out `length` samples later; blocks are at most that long. */
class DelayLine {
  readonly #ring: Float32Array;
  #position = 0;

  constructor(length: number) {
    this.#ring = new Float32Array(length);
  }

  get length(): number {
    return this.#ring.length;
  }

  /** The oldest samples, without moving on. */
  peek(block: Float32Array): void {
    const untilEnd = this.#ring.length - this.#position;
    block.set(this.#ring.subarray(this.#position, this.#position + block.length));
    if (untilEnd < block.length)
      block.set(this.#ring.subarray(0, block.length - untilEnd), untilEnd);
  }

  /** Puts `block` in place of the oldest samples. */
  push(block: Float32Array): void {
    const untilEnd = this.#ring.length - this.#position;
    this.#ring.set(block.subarray(0, untilEnd), this.#position);
    if (untilEnd < block.length) this.#ring.set(block.subarray(untilEnd), 0);
    this.#position = (this.#position + block.length) % this.#ring.length;
  }
}

/** Schroeder's all-pass: smears in time, leaves the spectrum flat. */
class AllPass {
  readonly #delay: DelayLine;
  readonly #delayed = new Float32Array(BLOCK_LENGTH);

  constructor(length: number) {
    this.#delay = new DelayLine(length);
  }

  process(block: Float32Array): void {
    const delayed = this.#delayed.subarray(0, block.length);
    this.#delay.peek(delayed);
    for (let i = 0; i < block.length; i++) {
      const fed = silenced(block[i] + DIFFUSION * delayed[i]);
      block[i] = delayed[i] - DIFFUSION * fed;
      delayed[i] = fed;
    }
    this.#delay.push(delayed);
  }
}

/** A delay line whose shelf makes what passes through lose 60 dB in the decay time around
 *  `STATED_HZ`, and highs sooner. */
class DampedLine {
  readonly #delay: DelayLine;
  readonly #shelf: { b0: number; b1: number; a1: number };
  #state = 0;

  constructor(
    length: number,
    { sampleRate, decaySeconds, damping }: ReverbSettings & { sampleRate: number },
  ) {
    const decaySamples = decaySeconds * sampleRate;
    const gain = 10 ** ((-3 * length) / decaySamples);
    const highDecay = decaySamples * (1 - STRONGEST_DAMPING * damping ** DAMPING_CURVE);
    const ratio = 10 ** ((-3 * length) / highDecay) / gain;
    this.#delay = new DelayLine(length);
    this.#shelf = dampingShelf(gain, ratio, sampleRate);
  }

  read(block: Float32Array): void {
    this.#delay.peek(block);
    const { b0, b1, a1 } = this.#shelf;
    let state = this.#state;
    for (let i = 0; i < block.length; i++) {
      const x = block[i];
      const y = b0 * x + state;
      state = b1 * x - a1 * y;
      block[i] = y;
    }
    this.#state = silenced(state);
  }

  /** Stores `mixed` + `input`, `input.length` samples. */
  write(mixed: Float32Array, input: Float32Array): void {
    for (let i = 0; i < input.length; i++) mixed[i] = silenced(mixed[i] + input[i]);
    this.#delay.push(mixed.subarray(0, input.length));
  }
}

/** First-order high shelf: `gain` at `STATED_HZ`, `ratio` of it at Nyquist. */
function dampingShelf(gain: number, ratio: number, sampleRate: number) {
  const k = Math.tan((Math.PI * DAMPED_ABOVE_HZ) / sampleRate);
  const relative = (STATED_HZ / DAMPED_ABOVE_HZ) ** 2;
  const atStated = Math.sqrt((1 + ratio * ratio * relative) / (1 + relative));
  const scale = gain / atStated / (k + 1);
  return { b0: scale * (k + ratio), b1: scale * (k - ratio), a1: (k - 1) / (k + 1) };
}

/** Multiplies the eight signals by the orthonormal Hadamard matrix, in place. */
function hadamard(signals: readonly Float32Array[]): void {
  for (let step = 1; step < LINES; step *= 2) {
    for (let l = 0; l < LINES; l++) {
      if ((l & step) === 0) butterfly(signals[l], signals[l + step]);
    }
  }
}

function butterfly(a: Float32Array, b: Float32Array): void {
  for (let i = 0; i < a.length; i++) {
    const sum = (a[i] + b[i]) * Math.SQRT1_2;
    b[i] = (a[i] - b[i]) * Math.SQRT1_2;
    a[i] = sum;
  }
}

function addScaled(target: Float32Array, source: Float32Array, gain: number): void {
  for (let i = 0; i < target.length; i++) target[i] += gain * source[i];
}

function silenced(value: number): number {
  return Math.abs(value) < DENORMAL_GUARD ? 0 : value;
}

function within([low, high]: readonly [number, number], fraction: number): number {
  return low + (high - low) * fraction;
}

function nextPrime(from: number): number {
  let candidate = Math.ceil(from);
  while (!isPrime(candidate)) candidate++;
  return candidate;
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n > 1;
}
