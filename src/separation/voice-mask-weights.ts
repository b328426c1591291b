import type { EvidenceName } from './voice-evidence.js';

/** Weights of the logistic regression for one channel (mid or side). */
export interface ChannelWeights {
  /** Log odds at `BAND_CENTRES_HZ`. */
  readonly bands: readonly number[];
  /** Per kind of evidence: log odds for each 10 dB, and for the ratio of magnitudes. */
  readonly evidence: Readonly<Record<EvidenceName, readonly [number, number]>>;
  /** For the comb of the melody's harmonics. */
  readonly harmonics: number;
  /** For there being a clear melody at all. */
  readonly melody: number;
}

/** Octave bands. */
export const BAND_CENTRES_HZ = [80, 160, 320, 640, 1280, 2560, 5120, 10_240] as const;

export const VOICE_WEIGHTS: { readonly mid: ChannelWeights; readonly side: ChannelWeights } = {
  mid: {
    bands: [-4, -1, 0.5, 0.5, 0.5, 0.5, 0, -0.5],
    evidence: {
      midRepeats: [-0.3, -0.6],
      sideRepeats: [0, 0],
      midSustainedShort: [0, 0],
      midSustained: [0, -0.5],
      midSustainedLong: [0, -0.3],
      midPercussiveNarrow: [0, 0],
      midPercussive: [0, -0.8],
      midPercussiveWide: [0, 0],
      sideSustained: [0, 0],
      sidePercussive: [0, 0],
      offCentre: [-0.3, -0.3],
    },
    harmonics: 0.3,
    melody: 0.1,
  },
  side: {
    bands: [-4, -3, -2, -2, -2, -2, -2, -2],
    evidence: {
      midRepeats: [0, 0],
      sideRepeats: [-0.3, -0.6],
      midSustainedShort: [0, 0],
      midSustained: [0, 0],
      midSustainedLong: [0, 0],
      midPercussiveNarrow: [0, 0],
      midPercussive: [0, 0],
      midPercussiveWide: [0, 0],
      sideSustained: [0, -0.5],
      sidePercussive: [0, -0.8],
      offCentre: [0, 0],
    },
    harmonics: 0.2,
    melody: 0.1,
  },
};
