import type { AudioData } from '../audio/audio-data.js';
import { OverlapAdd, Stft } from '../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { maskAccompaniment } from './accompaniment-masks.js';
import { analyseSection, type ChannelSpectra, type SectionSpectra } from './section-spectra.js';
import { estimateVoiceMasks, type VoiceMasks } from './voice-mask.js';

/** Stems that are cut out by a mask; what is left after them is the last stem. */
export type MaskedStem = 'vocals' | 'drums' | 'bass';

interface SectionOptions extends RunOptions {
  names: readonly MaskedStem[];
  /** Brings the song to the loudness that the analysis is made for. */
  gain: number;
}

/** STFT window: 93 ms, which resolves the harmonics of a low voice; hops of a quarter. */
const WINDOW_SECONDS = 4096 / 44_100;
const HOPS_PER_WINDOW = 4;

/** Cuts the stems `names` out of one stereo section, each [left, right] of the section's length.
 *  @throws CancelledError when `signal` is aborted */
export async function separateSection(
  section: AudioData,
  { names, gain, ...run }: SectionOptions,
): Promise<Float32Array[][]> {
  const nFft = 2 ** Math.round(Math.log2(WINDOW_SECONDS * section.sampleRate));
  const stft = new Stft(nFft, nFft / HOPS_PER_WINDOW);
  try {
    const spectra = analyseSection(stft, section.channels, gain);
    await checkpoint(run, 0.1);
    const voice = await estimateVoiceMasks(spectra, section.sampleRate, partOf(run, 0.1, 0.8));
    const stems: Float32Array[][] = [];
    for (const [i, masks] of masksOf(names, {
      spectra,
      voice,
      sampleRate: section.sampleRate,
    }).entries()) {
      stems.push(renderStem(stft, spectra, { masks, gain, length: section.length }));
      await checkpoint(run, 0.8 + (0.2 * (i + 1)) / names.length);
    }
    return stems;
  } finally {
    stft.free();
  }
}

interface MaskSource {
  spectra: SectionSpectra;
  voice: VoiceMasks;
  sampleRate: number;
}

function masksOf(
  names: readonly MaskedStem[],
  { spectra, voice, sampleRate }: MaskSource,
): VoiceMasks[] {
  if (names.length === 1) return [voice];
  const mid = maskAccompaniment(spectra.mid.levels, { voice: voice.mid, sampleRate });
  const side = maskAccompaniment(spectra.side.levels, { voice: voice.side, sampleRate });
  const masks = {
    vocals: voice,
    drums: { mid: mid.drums, side: side.drums },
    bass: { mid: mid.bass, side: side.bass },
  };
  return names.map((name) => masks[name]);
}

function renderStem(
  stft: Stft,
  spectra: SectionSpectra,
  { masks, gain, length }: { masks: VoiceMasks; gain: number; length: number },
): Float32Array[] {
  const mid = renderMasked(stft, spectra.mid, { mask: masks.mid, gain: 1 / gain, length });
  const side = renderMasked(stft, spectra.side, { mask: masks.side, gain: 1 / gain, length });
  return [mid.map((sample, i) => sample + side[i]), mid.map((sample, i) => sample - side[i])];
}

function renderMasked(
  stft: Stft,
  { re, im }: ChannelSpectra,
  { mask, gain, length }: { mask: Float32Array; gain: number; length: number },
): Float32Array {
  const { bins } = stft;
  const frames = mask.length / bins;
  const overlap = new OverlapAdd(stft, length);
  const maskedRe = new Float32Array(bins);
  const maskedIm = new Float32Array(bins);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    for (let bin = 0; bin < bins; bin++) {
      const share = mask[row + bin] * gain;
      maskedRe[bin] = share * re[row + bin];
      maskedIm[bin] = share * im[row + bin];
    }
    overlap.add(t, maskedRe, maskedIm);
  }
  return overlap.finish();
}
