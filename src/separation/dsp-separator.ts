import { audioData, type AudioData } from '../audio/audio-data.js';
import { Stft } from '../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { maskAccompaniment } from './accompaniment-masks.js';
import { renderMasked } from './render-masked.js';
import { analyseSection, type MidSideMasks, type SectionSpectra } from './section-spectra.js';
import type { MaskedStem, Separator, StemCount } from './separator.js';
import { estimateVoiceMasks } from './voice-mask.js';

/** STFT window: 93 ms, which resolves the harmonics of a low voice; hops of a quarter. */
const WINDOW_SECONDS = 4096 / 44_100;
const HOPS_PER_WINDOW = 4;

/** Classical separation, no trained network: repetition, median filters, panning and the melody's
 *  harmonics, weighed by a logistic regression. Measured in `docs/quality.md`. */
export const dspSeparator: Separator = {
  id: 'dsp',
  title: 'Classical signal processing (repetition, sustain, panning, melody); no neural network',
  version: 3,
  stemCounts: [2, 4],
  // Long enough to hear what repeats, short enough for memory (200 MB).
  sectionSeconds: 40,
  overlapSeconds: 1,
  open: ({ stems }) =>
    Promise.resolve({
      separate: (section, run) => separateSection(section, stems, run),
      close: () => Promise.resolve(),
    }),
};

async function separateSection(
  section: AudioData,
  stemCount: StemCount,
  run: RunOptions,
): Promise<Partial<Record<MaskedStem, AudioData>>> {
  const { sampleRate, length, channels } = section;
  const nFft = 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRate));
  const stft = new Stft(nFft, nFft / HOPS_PER_WINDOW);
  try {
    const spectra = analyseSection(stft, channels);
    await checkpoint(run, 0.1);
    const voice = await estimateVoiceMasks(spectra, sampleRate, partOf(run, 0.1, 0.8));
    const masks = Object.entries(
      stemCount === 2 ? { vocals: voice } : allMasks(spectra, voice, sampleRate),
    );
    const stems: Partial<Record<string, AudioData>> = {};
    for (const [i, [name, mask]] of masks.entries()) {
      stems[name] = audioData(sampleRate, renderMasked(stft, spectra, { masks: mask, length }));
      await checkpoint(run, 0.8 + (0.2 * (i + 1)) / masks.length);
    }
    return stems;
  } finally {
    stft.free();
  }
}

function allMasks(
  spectra: SectionSpectra,
  voice: MidSideMasks,
  sampleRate: number,
): Record<MaskedStem, MidSideMasks> {
  const { drums, bass } = maskAccompaniment(spectra, sampleRate);
  return { vocals: voice, drums: without(voice, drums), bass: without(voice, bass) };
}

/** `masks` of what is left when the voice is gone. */
function without(voice: MidSideMasks, masks: MidSideMasks): MidSideMasks {
  return {
    mid: masks.mid.map((share, i) => share * (1 - voice.mid[i])),
    side: masks.side.map((share, i) => share * (1 - voice.side[i])),
  };
}
