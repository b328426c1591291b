/** The sound of one stem, to be read in any stretch. */
export interface StemAudio {
  readonly sampleRate: number;
  /** Samples per channel. */
  readonly length: number;
  /** Samples `from`…`to` of all channels.
   *  @throws what `signal` is aborted with */
  read(from: number, to: number, signal: AbortSignal): Promise<readonly Float32Array[]>;
}

/** Where a stem is found. */
export interface StemFile {
  /** With its extension, which tells how it is read: `vocals.wav`. */
  name: string;
  url: string;
}
