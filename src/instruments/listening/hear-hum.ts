import { audioData, type AudioData } from '../../audio/audio-data.js';
import { monoAtRate } from '../../pitch/mono-at-rate.js';
import type { PitchTracker } from '../../pitch/pitch-tracker.js';
import { partOf, type RunOptions } from '../../progress.js';
import { humSpectra, spectralNovelty, voiceLevels } from './hum-spectra.js';
import { correctOctaves } from './octave-errors.js';

/** What is heard of somebody who hums, sings or whistles: a value every 10 ms, the first at 0 s. */
export interface HeardHum {
  /** 0 where there is no pitch. */
  f0Hz: Float32Array;
  /** A-weighted level of what sings, dB below full scale, without the room's noise; `SILENCE_DB` where
   *  nothing is above it. */
  levelDb: Float32Array;
  /** By how many dB the spectrum rises around here: high where a syllable begins. */
  novelty: Float32Array;
}

const SAMPLE_RATE = 16_000;

/** Listens to a hum: pitch by `tracker`, octave errors corrected; loudness; and where syllables begin.
 *  @throws CancelledError */
export async function hearHum(
  audio: AudioData,
  tracker: PitchTracker,
  options: RunOptions = {},
): Promise<HeardHum> {
  const samples = await monoAtRate(audio, SAMPLE_RATE, partOf(options, 0, 0.3));
  const mono = audioData(SAMPLE_RATE, [samples]);
  const track = await tracker.track(mono, partOf(options, 0.3, 0.9));
  const f0Hz = correctOctaves(track.f0Hz);
  const spectra = await humSpectra(mono, f0Hz.length, partOf(options, 0.9, 1));
  return { f0Hz, levelDb: voiceLevels(spectra, f0Hz), novelty: spectralNovelty(spectra) };
}
