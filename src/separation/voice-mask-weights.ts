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
  /** The last look: constant, weights of the log odds so far, of their mean over the bin's
   *  surroundings, and of the log odds that somebody sings at all. */
  readonly context: {
    readonly constant: number;
    readonly own: number;
    readonly surroundings: number;
    readonly activity: number;
  };
}

/** Octave bands; log odds are interpolated between them. */
export const BAND_CENTRES_HZ = [80, 160, 320, 640, 1280, 2560, 5120, 10_240] as const;

/** Fitted by gradient descent on the four CC0 songs "Everything is remixed" (seven excerpts of
 *  40 s), so that the logarithm of each song's remaining error is least: those with a lead count
 *  fully, those of backing vocals half. The songs "widow" and "falcon69" of `docs/quality.md` were
 *  kept out of it. */
export const VOICE_WEIGHTS: { readonly mid: ChannelWeights; readonly side: ChannelWeights } = {
  mid: {
    bands: [-4.31, -1.18, -0.45, 0.3, -1.39, -0.05, -0.12, -0.25],
    evidence: {
      repeats: [-0.32, -0.77],
      sustained: [0.32, -0.29],
      percussive: [0.05, -0.66],
    },
    harmonics: 0.26,
    melody: 0.28,
    context: { constant: 0.41, own: 0.72, surroundings: 0.56, activity: 1.29 },
  },
  side: {
    bands: [-2.79, -2.38, -0.68, 1.02, 0.27, -0.12, 0.49, -1.05],
    evidence: {
      repeats: [-0.33, -0.42],
      sustained: [0.39, -0.03],
      percussive: [-0.2, -0.24],
    },
    harmonics: 0.09,
    melody: -0.03,
    context: { constant: 0.13, own: 0.84, surroundings: 0.4, activity: 0.46 },
  },
};
