/** One take that a voice is to be cloned from, mono. */
export interface Recording {
  /** As its owner calls it. */
  readonly name: string;
  /** Of the file. */
  readonly sha256: string;
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** Where in a recording, in seconds. */
export interface TimeRange {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}
