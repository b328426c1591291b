import { Compressor, type CompressorSettings } from './compressor.js';
import { ThreeBands } from './crossover.js';

/** Where the bands meet, and what happens in each. */
export interface MultibandSettings {
  crossoversHz: readonly [number, number];
  low: CompressorSettings;
  middle: CompressorSettings;
  high: CompressorSettings;
}

/** Compresses low, middle and high by themselves, block after block, in place. */
export class MultibandCompressor {
  readonly #splits: ThreeBands[];
  readonly #compressors: Compressor[];

  constructor(
    sampleRate: number,
    { crossoversHz, low, middle, high }: MultibandSettings,
    numberOfChannels: number,
  ) {
    this.#splits = Array.from(
      { length: numberOfChannels },
      () => new ThreeBands(sampleRate, crossoversHz),
    );
    this.#compressors = [low, middle, high].map((band) => new Compressor(sampleRate, band));
  }

  process(channels: readonly Float32Array[]): void {
    const bands = channels.map((channel, c) => this.#splits[c].split(channel));
    this.#compressors.forEach((compressor, b) => compressor.process(bands.map((each) => each[b])));
    channels.forEach((channel, c) => {
      const [low, middle, high] = bands[c];
      for (let i = 0; i < channel.length; i++) channel[i] = low[i] + middle[i] + high[i];
    });
  }
}
