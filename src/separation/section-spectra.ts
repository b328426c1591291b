import { levelOfPower } from '../dsp/levels.js';
import type { BytePlane } from '../dsp/median-filter.js';
import type { Stft } from '../dsp/stft.js';

/** Mid ((L + R) / 2) and side ((L − R) / 2) of one section as spectra and levels: a voice in the
 *  centre is in the mid alone. */
export interface SectionSpectra {
  readonly frames: number;
  readonly bins: number;
  readonly mid: ChannelSpectra;
  readonly side: ChannelSpectra;
}

export interface ChannelSpectra {
  /** [frames × bins], row-major. */
  readonly re: Float32Array;
  readonly im: Float32Array;
  readonly levels: BytePlane;
}

/** A share of each bin of mid and side, 0…1, row-major [frames × bins]. */
export interface MidSideMasks {
  readonly mid: Float32Array;
  readonly side: Float32Array;
}

/** Spectra of one section, `left` and `right`, of about −20 dBFS rms: what the levels' range is
 *  made for. */
export function analyseSection(stft: Stft, [left, right]: readonly Float32Array[]): SectionSpectra {
  const mid = left.map((sample, i) => (sample + right[i]) / 2);
  const side = left.map((sample, i) => (sample - right[i]) / 2);
  return {
    frames: stft.framesFor(left.length),
    bins: stft.bins,
    mid: channelSpectra(stft, mid),
    side: channelSpectra(stft, side),
  };
}

function channelSpectra(stft: Stft, samples: Float32Array): ChannelSpectra {
  const { frames, bins, re, im } = stft.forward(samples);
  const values = new Uint8Array(frames * bins);
  for (let i = 0; i < values.length; i++) {
    values[i] = levelOfPower(re[i] * re[i] + im[i] * im[i]);
  }
  return { re, im, levels: { rows: frames, columns: bins, values } };
}
