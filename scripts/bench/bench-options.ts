export interface BenchOptions {
  /** A folder of the benchmark's own. */
  dir: string;
  /** A song to use instead of the demo song, repeated to 3 minutes. */
  song?: string;
}
