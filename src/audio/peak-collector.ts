import type { AudioData } from './audio-data.js';

/** Lowest and highest sample of a stretch of sound. */
export type Peak = readonly [min: number, max: number];

/** Buckets that are kept while sound goes by; twice as many are halved. */
const MAX_BUCKETS = 8192;
const FIRST_BUCKET_LENGTH = 64;
/** Peaks are for the eye. */
const DECIMALS = 4;

/** Collects the peaks of sound of unknown length, block by block, in little memory. */
export class PeakCollector {
  private buckets: { min: number; max: number }[] = [];
  private bucketLength = FIRST_BUCKET_LENGTH;
  private inBucket = 0;

  add({ length, channels }: AudioData): void {
    for (let from = 0; from < length;) {
      if (this.inBucket === 0) this.startBucket();
      const to = Math.min(length, from + this.bucketLength - this.inBucket);
      const bucket = this.buckets[this.buckets.length - 1];
      for (const channel of channels) widen(bucket, channel, { from, to });
      this.inBucket = (this.inBucket + to - from) % this.bucketLength;
      from = to;
    }
  }

  /** Up to `count` peaks, evenly over all that was added. */
  peaks(count: number): Peak[] {
    const { buckets } = this;
    const columns = Math.min(count, buckets.length);
    return Array.from({ length: columns }, (_, column) => {
      const from = Math.floor((column * buckets.length) / columns);
      const to = Math.floor(((column + 1) * buckets.length) / columns);
      const part = buckets.slice(from, to);
      return [
        rounded(Math.min(...part.map(({ min }) => min))),
        rounded(Math.max(...part.map(({ max }) => max))),
      ] as const;
    });
  }

  private startBucket(): void {
    if (this.buckets.length === MAX_BUCKETS) {
      this.buckets = this.buckets.flatMap((even, i) =>
        i % 2 ? [] : [join(even, this.buckets[i + 1])],
      );
      this.bucketLength *= 2;
    }
    this.buckets.push({ min: Infinity, max: -Infinity });
  }
}

function widen(
  bucket: { min: number; max: number },
  samples: Float32Array,
  { from, to }: { from: number; to: number },
): void {
  let { min, max } = bucket;
  for (let i = from; i < to; i++) {
    if (samples[i] < min) min = samples[i];
    if (samples[i] > max) max = samples[i];
  }
  bucket.min = min;
  bucket.max = max;
}

function join(a: { min: number; max: number }, b: { min: number; max: number }) {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
