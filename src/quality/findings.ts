import type { CodecPeaks } from './codec-peaks.js';
import type { BeforeMeasures, SoundMeasures } from './measure-sound.js';
import type { PitchError } from './pitch-error.js';
import type { StemMeasures } from './stem-spectra.js';
import { againstTarget, furthestFromTarget, type SpectrumBand } from './target-curve.js';

/** All that was measured of an output. */
export interface Findings {
  sound: SoundMeasures;
  /** What it was made from. */
  before?: BeforeMeasures;
  codecs?: CodecPeaks;
  /** Singing and music as they are in the mix. */
  mixed?: StemMeasures;
  /** The stems that the song was taken apart into. */
  stems?: StemMeasures;
  /** Late reverberation that is left in the voice, relative to it. */
  reverbDb?: number;
  pitch?: PitchError | null;
}

/** The spectrum of an output beside its target. */
export function spectrumOf({ sound }: Findings): SpectrumBand[] {
  return againstTarget(sound.spectrum);
}

/** The measured values by id; what wasn't measured is undefined or null. */
export function valuesOf(findings: Findings): { [id: string]: number | null | undefined } {
  const { sound, codecs, mixed, stems, reverbDb, pitch } = findings;
  const { loudness, stereo } = sound;
  return {
    integratedLufs: loudness.integratedLufs,
    shortTermMaxLufs: loudness.shortTermMaxLufs,
    momentaryMaxLufs: loudness.momentaryMaxLufs,
    rangeLu: loudness.rangeLu,
    truePeakDbtp: sound.truePeakDbtp,
    truePeakMp3Dbtp: codecs?.mp3,
    truePeakAacDbtp: codecs?.aac,
    crestDb: sound.crestDb,
    clippedRuns: sound.clipping.runs,
    dcDb: sound.dcDb,
    monoLossLu: sound.monoLossLu,
    correlation: stereo.correlation,
    lowestCorrelation: stereo.lowestCorrelation,
    tonalBalanceDb: furthestFromTarget(spectrumOf(findings)).db,
    vocalToMusicLu: mixed?.vocalToMusicLu,
    musicInVocalsDb: stems?.musicInVocalsDb,
    vocalsInMusicDb: stems?.vocalsInMusicDb,
    reverbDb,
    pitchErrorCents: pitch?.medianCents,
    inTune: pitch?.within50Cents,
  };
}
