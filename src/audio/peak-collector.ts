import type { AudioData } from './audio-data.js';

/** Buckets that are kept while sound goes by; twice as many are halved. */
const MAX_BUCKETS = 8192;
const FIRST_BUCKET_LENGTH = 64;
/** Peaks are for the eye. */
const DECIMALS = 4;

/** Collects the greatest magnitudes of sound of unknown length, block by block, in little memory. */
export class PeakCollector {
  private buckets: number[] = [];
  private bucketLength = FIRST_BUCKET_LENGTH;
  private inBucket = 0;

  /** Adds the next block; of its channels, the loudest counts. */
  add({ length, channels }: AudioData): void {
    for (let from = 0; from < length;) {
      if (this.inBucket === 0) this.startBucket();
      const to = Math.min(length, from + this.bucketLength - this.inBucket);
      for (const channel of channels) this.raiseLast(channel, from, to);
      this.inBucket = (this.inBucket + to - from) % this.bucketLength;
      from = to;
    }
  }

  /** Up to `count` magnitudes, 0…1 where nothing exceeds full scale, evenly over all that was added. */
  peaks(count: number): number[] {
    const { buckets } = this;
    const columns = Math.min(count, buckets.length);
    return Array.from({ length: columns }, (_, column) => {
      const from = Math.floor((column * buckets.length) / columns);
      const to = Math.floor(((column + 1) * buckets.length) / columns);
      return Number(Math.max(...buckets.slice(from, to)).toFixed(DECIMALS));
    });
  }

  private startBucket(): void {
    if (this.buckets.length === MAX_BUCKETS) {
      this.buckets = this.buckets.flatMap((even, i) =>
        i % 2 ? [] : [Math.max(even, this.buckets[i + 1])],
      );
      this.bucketLength *= 2;
    }
    this.buckets.push(0);
  }

  private raiseLast(samples: Float32Array, from: number, to: number): void {
    let peak = this.buckets[this.buckets.length - 1];
    for (let i = from; i < to; i++) {
      const size = Math.abs(samples[i]);
      if (size > peak) peak = size;
    }
    this.buckets[this.buckets.length - 1] = peak;
  }
}
