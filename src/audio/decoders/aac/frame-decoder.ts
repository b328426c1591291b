import { OutOfBitsError } from '../bit-reader.js';
import { channelElements, type ChannelElement } from './channel-map.js';
import { FRAME_LENGTH, type ChannelStream } from './channel-stream.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { FilterBank } from './filter-bank.js';
import { fillWithNoise, NoiseSource } from './noise.js';
import { shapeNoise } from './noise-shaping.js';
import { readRawDataBlock, type RawDataBlock } from './raw-data-block.js';
import { separateChannels } from './stereo.js';
import { LONG_WINDOW } from './window-info.js';

const SILENCE = new Float32Array(FRAME_LENGTH);

/** Decodes one frame of AAC-LC after the other (ISO/IEC 14496-3, 1024 samples each). */
export class AacFrameDecoder {
  /** Frames so far that could not be decoded. */
  damaged = 0;
  /** Some frame had the upper frequencies of HE-AAC, which are left out. */
  highEfficiency = false;
  private readonly elements: readonly ChannelElement[];
  private readonly banks: readonly FilterBank[];
  private readonly noise = new NoiseSource();
  private readonly sampleRateIndex: number;

  constructor(config: { sampleRateIndex: number; channelConfiguration: number }) {
    this.sampleRateIndex = config.sampleRateIndex;
    this.elements = channelElements(config.channelConfiguration);
    this.banks = this.elements.flatMap(({ channels }) => channels).map(() => new FilterBank());
  }

  /** Decodes a `raw_data_block`; silence, faded in, where it is damaged.
   *  @param channels [1024] for each channel of the layout, overwritten */
  decode(frame: Uint8Array, channels: readonly Float32Array[]): void {
    const block = this.readBlock(frame);
    if (!block) return this.fadeToSilence(channels);
    this.highEfficiency ||= block.highEfficiency;
    block.elements.forEach((element, i) => {
      const streams = 'left' in element ? [element.left, element.right] : [element];
      if ('left' in element) separateChannels(element, this.noise);
      else fillWithNoise(element, this.noise);
      streams.forEach((stream, j) => {
        const channel = this.elements[i].channels[j];
        this.renderStream(stream, channel, channels[channel]);
      });
    });
  }

  private readBlock(frame: Uint8Array): RawDataBlock | undefined {
    try {
      return readRawDataBlock(frame, this.elements, this.sampleRateIndex);
    } catch (error) {
      if (!(error instanceof DamagedFrameError || error instanceof OutOfBitsError)) throw error;
      this.damaged++;
      return undefined;
    }
  }

  private renderStream(
    { info, filters, lines }: ChannelStream,
    channel: number,
    samples: Float32Array,
  ): void {
    shapeNoise(lines, filters, info);
    this.banks[channel].transform(lines, info, samples);
  }

  private fadeToSilence(channels: readonly Float32Array[]): void {
    const window = { sequence: LONG_WINDOW, shape: 0 };
    channels.forEach((samples, c) => this.banks[c].transform(SILENCE, window, samples));
  }
}
