import { audioData, type AudioData } from '../../../src/audio/audio-data.js';
import { LEVEL_STEP_DB } from '../../../src/dsp/levels.js';
import { Stft } from '../../../src/dsp/stft.js';
import {
  analyseSection,
  type ChannelSpectra,
  type MidSideMasks,
  type SectionSpectra,
} from '../../../src/separation/section-spectra.js';
import { renderMasked } from '../../../src/separation/render-masked.js';
import { findSimilarFrames, repeatingLevels } from '../../../src/separation/similar-frames.js';
import { timbreFeatures, TIMBRE_BANDS } from '../../../src/separation/timbre-features.js';
import type { StemSong } from './stem-songs.js';

/** Estimates the vocals of a song in a way that engines are compared with. */
export type Baseline = (song: StemSong) => AudioData;

const STFT = { nFft: 4096, hopLength: 1024 };

/** A voice is sought between these in the rows that know nothing else of voices. */
const VOICE_BAND_HZ = [120, 11_000];

/** REPET-SIM's masks are of powers, with a margin by which the voice must exceed what repeats: that
 *  of the accompaniment in librosa's example of vocal separation. Not tuned. */
const REPET_MARGIN = 2;

/** The mid between 120 Hz and 11 kHz, on both channels. */
export const centreOnly: Baseline = ({ mix }) =>
  render(mix, (spectra) => ({
    mid: spectra.mid.re.map((_, i) => inVoiceBand(i, spectra.bins, mix.sampleRate)),
    side: new Float32Array(spectra.side.re.length),
  }));

/** Whatever doesn't repeat (Rafii & Pardo 2012), in the voice's band. */
export const repetSimOnly: Baseline = ({ mix }) =>
  render(mix, (spectra) => {
    const features = timbreFeatures(spectra, mix.sampleRate);
    const similar = findSimilarFrames(features, TIMBRE_BANDS, { count: 27, blockFrames: 22 });
    const mask = ({ levels }: ChannelSpectra) => {
      const repeating = repeatingLevels(levels, similar).values;
      return Float32Array.from(levels.values, (level, i) => {
        const ratio = 10 ** (((repeating[i] - level) * LEVEL_STEP_DB) / 20);
        const voice = Math.max(0, 1 - ratio) ** 2;
        const share = voice / (voice + (REPET_MARGIN * ratio) ** 2);
        return share * inVoiceBand(i, spectra.bins, mix.sampleRate);
      });
    };
    return { mid: mask(spectra.mid), side: mask(spectra.side) };
  });

/** The best that any mask of mid and side by magnitudes could do: it knows the true parts. */
export const idealRatioMask: Baseline = ({ mix, vocals, accompaniment }) => {
  const voice = analyse(vocals);
  const band = analyse(accompaniment);
  const mask = (channel: 'mid' | 'side') =>
    voice[channel].re.map((re, i) => {
      const voicePower = re * re + voice[channel].im[i] ** 2;
      const bandPower = band[channel].re[i] ** 2 + band[channel].im[i] ** 2;
      const voiceMagnitude = Math.sqrt(voicePower);
      return voiceMagnitude / (voiceMagnitude + Math.sqrt(bandPower) + 1e-12);
    });
  return render(mix, () => ({ mid: mask('mid'), side: mask('side') }));
};

function inVoiceBand(index: number, bins: number, sampleRate: number): number {
  const hz = ((index % bins) * sampleRate) / STFT.nFft;
  return hz >= VOICE_BAND_HZ[0] && hz <= VOICE_BAND_HZ[1] ? 1 : 0;
}

function analyse(audio: AudioData): SectionSpectra {
  const stft = new Stft(STFT.nFft, STFT.hopLength);
  const spectra = analyseSection(stft, audio.channels);
  stft.free();
  return spectra;
}

function render(mix: AudioData, masksOf: (spectra: SectionSpectra) => MidSideMasks): AudioData {
  const stft = new Stft(STFT.nFft, STFT.hopLength);
  const spectra = analyseSection(stft, mix.channels);
  const channels = renderMasked(stft, spectra, { masks: masksOf(spectra), length: mix.length });
  stft.free();
  return audioData(mix.sampleRate, channels);
}
