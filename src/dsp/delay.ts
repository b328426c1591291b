/** What goes in comes out a fixed number of samples later, bit by bit. */
export class Delay {
  readonly #ring: Float32Array;
  #position = 0;

  constructor(readonly length: number) {
    this.#ring = new Float32Array(length);
  }

  /** Delays `samples` [any length] in place. */
  process(samples: Float32Array): void {
    const ring = this.#ring;
    if (ring.length === 0) return;
    let position = this.#position;
    for (let i = 0; i < samples.length; i++) {
      const delayed = ring[position];
      ring[position] = samples[i];
      samples[i] = delayed;
      if (++position === ring.length) position = 0;
    }
    this.#position = position;
  }
}

/** One delay for each channel. */
export class ChannelDelay {
  readonly #delays: Delay[];

  constructor(
    readonly length: number,
    numberOfChannels: number,
  ) {
    this.#delays = Array.from({ length: numberOfChannels }, () => new Delay(length));
  }

  process(channels: readonly Float32Array[]): void {
    if (this.length === 0) return;
    channels.forEach((channel, c) => this.#delays[c].process(channel));
  }
}
