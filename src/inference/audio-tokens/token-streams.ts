/** The tokens of a sound: one list per codebook. Codebook c lags c steps behind the first (the delay
 *  pattern of MusicGen, Copet et al. 2023), so its list is c shorter. */
export type TokenStreams = readonly Int32Array[];

/** No tokens yet. */
export function emptyStreams(codebooks: number): TokenStreams {
  return Array.from({ length: codebooks }, () => new Int32Array(0));
}

/** How many steps of sound are complete: of the last codebook, too. */
export function completeFrames(streams: TokenStreams): number {
  return streams[streams.length - 1].length;
}

/** The tokens of the frames from `start` on, as a sound of its own. */
export function streamsFrom(streams: TokenStreams, start: number): TokenStreams {
  return streams.map((stream) => stream.slice(start));
}

/** `streams`, which begin at frame `start` of `whole`, put in their place. */
export function continuedBy(
  whole: TokenStreams,
  streams: TokenStreams,
  start: number,
): TokenStreams {
  return whole.map((stream, c) => Int32Array.from([...stream.subarray(0, start), ...streams[c]]));
}

/** What the decoder is shown: for each codebook a row that begins with one `pad`, and one more for
 *  each step of its delay; all rows are one step longer than the first stream. */
export function delayedRows(streams: TokenStreams, pad: number): number[][] {
  return streams.map((stream, c) =>
    [...new Array<number>(c + 1).fill(pad), ...stream].slice(0, 1 + streams[0].length),
  );
}

/** How many steps the decoder takes until there are `frames` more complete frames. */
export function stepsFor(streams: TokenStreams, frames: number): number {
  const delay = streams.length - 1;
  return streams[0].length === 0 ? frames + delay : frames;
}

/** Takes what the decoder gives, column by column, and leaves out what comes before a delayed
 *  codebook's turn. */
export class StreamCollector {
  readonly #rows: number[][];
  #steps: number;

  constructor(before: TokenStreams) {
    this.#rows = before.map((stream) => [...stream]);
    this.#steps = before[0].length;
  }

  /** @param column a token for each codebook */
  add(column: readonly number[]): void {
    column.forEach((token, c) => {
      if (this.#steps >= c) this.#rows[c].push(token);
    });
    this.#steps++;
  }

  get streams(): TokenStreams {
    return this.#rows.map((row) => Int32Array.from(row));
  }
}
