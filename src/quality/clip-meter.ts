/** So many equal samples in a row, or samples at full scale, make a flat top. */
const FLAT_RUN = 4;
const FULL_SCALE_RUN = 3;
const FULL_SCALE = 0.9999;
/** Flat tops lie this near to the recording's own peak, which needs not be full scale: what was
 *  clipped may have been turned down later. */
const NEAR_PEAK = 0.99;
/** A flat top begins or ends with a corner; the crest of a low note that was rounded to 16 bits is
 *  flat, too, but comes gently. Shares of the peak. */
const CORNER = 1e-3;
const FLAT = 1e-6;
/** A quiet recording's peak is where the music happened to go, not where a converter ended. */
const QUIETEST_PEAK = 0.1;
/** Places that are told; all are counted. */
const MOST_PLACES = 50;

/** Flat tops of a recording. */
export interface Clipping {
  /** How many runs of clipped samples there are. */
  runs: number;
  /** Samples in all of them. */
  samples: number;
  /** Length of the longest one, in samples. */
  longest: number;
  /** Where the first ones begin, in samples. */
  places: number[];
}

/** Finds flat tops in sound that comes in blocks. */
export class ClipMeter {
  readonly #channels: ChannelClips[] = [];

  add(channels: readonly Float32Array[]): void {
    channels.forEach((samples, c) => (this.#channels[c] ??= new ChannelClips()).add(samples));
  }

  finish(): Clipping {
    const peak = Math.max(0, ...this.#channels.map((channel) => channel.peak));
    const found = this.#channels.map((channel) => channel.finish(peak));
    return {
      runs: sum(found.map(({ runs }) => runs)),
      samples: sum(found.map(({ samples }) => samples)),
      longest: Math.max(0, ...found.map(({ longest }) => longest)),
      places: found
        .flatMap(({ places }) => places)
        .sort((a, b) => a - b)
        .slice(0, MOST_PLACES),
    };
  }
}

class ChannelClips {
  peak = 0;
  /** Level of the runs that were found; lower ones are forgotten. */
  #level = 0;
  #found: Clipping = nothing();
  /** Samples before those that are being added. */
  #position = 0;
  #before = 0;
  #runLength = 1;
  #cornerIn = 0;

  add(samples: Float32Array): void {
    let before = this.#before;
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i];
      const level = Math.abs(sample);
      const step = Math.abs(sample - before);
      if (level > this.peak) this.peak = level;
      if (sample * before > 0 && (step <= FLAT * level || isFull(sample, before))) {
        this.#runLength++;
      } else {
        if (this.#runLength > 1) this.#end(Math.abs(before), { cornerOut: step, at: i });
        this.#cornerIn = step;
        this.#runLength = 1;
      }
      before = sample;
    }
    this.#before = before;
    this.#position += samples.length;
  }

  finish(peak: number): Clipping {
    this.add(Float32Array.of(0));
    return peak >= QUIETEST_PEAK && this.#level >= peak * NEAR_PEAK ? this.#found : nothing();
  }

  /** @param cornerOut the step that ends the run
   *  @param at where it ends, among the samples that are being added */
  #end(level: number, { cornerOut, at }: { cornerOut: number; at: number }): void {
    const full = level >= FULL_SCALE && this.#runLength >= FULL_SCALE_RUN;
    const flat =
      this.#runLength >= FLAT_RUN && Math.max(this.#cornerIn, cornerOut) >= CORNER * level;
    if ((full || flat) && level >= this.peak * NEAR_PEAK) {
      this.#note(level, this.#position + at - this.#runLength);
    }
  }

  #note(level: number, place: number): void {
    if (level * NEAR_PEAK > this.#level) this.#found = nothing();
    this.#level = Math.max(this.#level, level);
    const found = this.#found;
    found.runs++;
    found.samples += this.#runLength;
    found.longest = Math.max(found.longest, this.#runLength);
    if (found.places.length < MOST_PLACES) found.places.push(place);
  }
}

function isFull(a: number, b: number): boolean {
  return Math.abs(a) >= FULL_SCALE && Math.abs(b) >= FULL_SCALE;
}

function nothing(): Clipping {
  return { runs: 0, samples: 0, longest: 0, places: [] };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
