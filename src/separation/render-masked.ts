import { OverlapAdd, type Stft } from '../dsp/stft.js';
import type { ChannelSpectra, MidSideMasks, SectionSpectra } from './section-spectra.js';

/** The sound of what `masks` leave of `spectra`: [left, right], each [length]. */
export function renderMasked(
  stft: Stft,
  spectra: SectionSpectra,
  { masks, length }: { masks: MidSideMasks; length: number },
): Float32Array[] {
  const mid = renderChannel(stft, spectra.mid, { mask: masks.mid, length });
  const side = renderChannel(stft, spectra.side, { mask: masks.side, length });
  return [mid.map((sample, i) => sample + side[i]), mid.map((sample, i) => sample - side[i])];
}

function renderChannel(
  stft: Stft,
  { re, im }: ChannelSpectra,
  { mask, length }: { mask: Float32Array; length: number },
): Float32Array {
  const { bins } = stft;
  const frames = mask.length / bins;
  const overlap = new OverlapAdd(stft, length);
  const maskedRe = new Float32Array(bins);
  const maskedIm = new Float32Array(bins);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    for (let bin = 0; bin < bins; bin++) {
      maskedRe[bin] = mask[row + bin] * re[row + bin];
      maskedIm[bin] = mask[row + bin] * im[row + bin];
    }
    overlap.add(t, maskedRe, maskedIm);
  }
  return overlap.finish();
}
