import { setImmediate } from 'node:timers/promises';
import { audioData, type AudioData } from '../audio/audio-data.js';
import { OverlapAdd, type Stft } from '../dsp/stft.js';
import { float32Tensor, type Tensor } from '../inference/tensor.js';
import { agree } from './agreement.js';
import type { FrameWindow } from './frame-windows.js';
import { emptySpectrum, MidSideFrames } from './mid-side-frames.js';
import type { MidSideMasks } from './section-spectra.js';
import { applyFilter, FILTER_BINS, type SpectralFilter } from './spectral-filter.js';

/** Frames between two looks at the event loop, by which the network's process is fed meanwhile:
 *  about 2 ms of work. */
const BREATH_FRAMES = 8;

/** The voice of one section of stereo music, cut out of it by a network's filters. Spectra are
 *  computed anew whenever they are needed: that costs less than to keep them. */
export class FilteredVoice {
  readonly #sampleRate: number;
  readonly #mix: MidSideFrames;
  readonly #frame;
  readonly #mid: OverlapAdd;
  readonly #side: OverlapAdd;

  constructor(stft: Stft, { sampleRate, channels, length }: AudioData) {
    this.#sampleRate = sampleRate;
    this.#mix = new MidSideFrames(stft, channels[0], channels[1]);
    this.#frame = { mid: emptySpectrum(stft.bins), side: emptySpectrum(stft.bins) };
    this.#mid = new OverlapAdd(stft, length);
    this.#side = new OverlapAdd(stft, length);
  }

  /** STFT frames of the section. */
  get frameCount(): number {
    return this.#mix.count;
  }

  /** What the network is fed for `window`: [1, 4, frames, FILTER_BINS], the mid's real and imaginary
   *  parts, then the side's; zeros at its end up to a `multiple` of frames. */
  async spectraOf({ start, end }: FrameWindow, multiple: number): Promise<Tensor> {
    const frames = Math.ceil((end - start) / multiple) * multiple;
    const data = new Float32Array(4 * frames * FILTER_BINS);
    const { mid, side } = this.#mix;
    for (let t = start; t < end; t++) {
      this.#mix.analyse(t);
      [mid.re, mid.im, side.re, side.im].forEach((row, plane) =>
        data.set(row.subarray(0, FILTER_BINS), (plane * frames + t - start) * FILTER_BINS),
      );
      if (t % BREATH_FRAMES === 0) await setImmediate();
    }
    return float32Tensor(data, [1, 4, frames, FILTER_BINS]);
  }

  /** Adds the voice of the body of `window`, which `filter` was made for; what the filter and
   *  `opinion`, masks of the whole section, agree on, where there is one. */
  async render(
    { start, bodyStart, bodyEnd }: FrameWindow,
    filter: SpectralFilter,
    opinion?: MidSideMasks,
  ): Promise<void> {
    const { mid, side } = this.#frame;
    for (let t = bodyStart; t < bodyEnd; t++) {
      this.#mix.analyse(t);
      applyFilter(filter, t - start, { mix: this.#mix, stem: this.#frame });
      if (opinion) this.#agreeWith(opinion, t);
      this.#mid.add(t, mid.re, mid.im);
      this.#side.add(t, side.re, side.im);
      if (t % BREATH_FRAMES === 0) await setImmediate();
    }
  }

  #agreeWith(opinion: MidSideMasks, t: number): void {
    for (const channel of ['mid', 'side'] as const) {
      const bins = this.#frame[channel].re.length;
      const row = opinion[channel].subarray(t * bins, (t + 1) * bins);
      agree(this.#frame[channel], this.#mix[channel], row);
    }
  }

  /** The voice, once all frames were rendered. That of a mono section is mono. */
  finish(): AudioData {
    const mid = this.#mid.finish();
    if (isSame(this.#mix.left, this.#mix.right)) return audioData(this.#sampleRate, [mid, mid]);
    const side = this.#side.finish();
    return audioData(this.#sampleRate, [
      mid.map((sample, i) => sample + side[i]),
      mid.map((sample, i) => sample - side[i]),
    ]);
  }
}

function isSame(left: Float32Array, right: Float32Array): boolean {
  return left.every((sample, i) => sample === right[i]);
}
