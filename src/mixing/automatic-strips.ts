import { fitEqualizer } from '../dsp/fit-equalizer.js';
import { SILENCE_LUFS } from '../dsp/loudness.js';
import { THIRD_OCTAVES_HZ } from '../dsp/third-octave-sums.js';
import type { StemMeasurements } from './measure-stem.js';
import type { MixPreset } from './mix-presets.js';
import type { MixRole } from './roles.js';
import type { StripSettings } from './session.js';
import { targetSpectrum, type Genre } from './target-spectra.js';

/** Strips work at this loudness: trims bring every stem there. */
export const STRIP_LUFS = -18;
const MOST_TRIM_DB = 40;

/** Below what a part plays: rumble, plosives, and what belongs to others. */
const LOW_CUT_HZ: Partial<Record<MixRole, number>> = {
  lead: 85,
  backing: 120,
  drums: 25,
  percussion: 120,
  bass: 28,
  harmony: 60,
  pad: 100,
  solo: 100,
};

/** Parts differ by right: so much of a deviation from the target is left alone, and of the rest … */
const TOLERATED_DB = 3;
/** … this share is equalized. */
const EQ_SHARE = 0.6;
const MOST_CUT_DB = 6;
const MOST_BOOST_DB = 4;
const EQ_BANDS = 3;
/** Third octaves so far below a part's loudest ones are not its own. */
const OWN_RANGE_DB = 30;

/** How far loud notes may be above usual ones, peak, and how fast the compressor is. */
const DYNAMICS: Partial<
  Record<MixRole, { spreadDb: number; attackMs: number; releaseMs: number; lookAheadMs?: number }>
> = {
  lead: { spreadDb: 3, attackMs: 6, releaseMs: 120, lookAheadMs: 2 },
  backing: { spreadDb: 3, attackMs: 8, releaseMs: 150 },
  drums: { spreadDb: 5, attackMs: 20, releaseMs: 100 },
  percussion: { spreadDb: 5, attackMs: 15, releaseMs: 80 },
  bass: { spreadDb: 3, attackMs: 15, releaseMs: 140 },
  harmony: { spreadDb: 5, attackMs: 15, releaseMs: 180 },
  solo: { spreadDb: 4, attackMs: 12, releaseMs: 150 },
};
const LARGEST_RATIO = 4;
const KNEE_DB = 8;

/** About what the s of a close voice reaches at the strips' loudness. */
const SIBILANCE_DB = -24;
/** Pauses of a voice are turned down where they hold something, up to so loud: more is no pause. */
const PAUSE_RANGE_DB = [-75, -36] as const;
const PAUSE_GATE = { ratio: 2, rangeDb: 10, attackMs: 2, holdMs: 120, releaseMs: 250 };

/** Low notes come from the middle. */
const MONO_BELOW_HZ = 120;
/** Power of the sides over the middle that stereo parts have on records, dB, and how far a part may be
 *  moved towards it. */
const USUAL_WIDTH_DB: Partial<Record<MixRole, number>> = {
  backing: -3,
  drums: -15,
  harmony: -6,
  pad: -4,
};
const WIDTH_RANGE = [0.75, 1.4] as const;
/** Sides softer than that are none. */
const MONO_DB = -40;

/** What the other parts send to the effects, against the lead. */
const SEND_OF_ROLE_DB: Partial<Record<MixRole, number>> = {
  lead: 0,
  backing: 3,
  solo: 0,
  harmony: -4,
  pad: 0,
  drums: -8,
  percussion: -2,
};
const ECHOING: readonly MixRole[] = ['lead', 'solo'];
/** Sends are turned down by so much on the way to no mix at all. */
const SEND_FADE_DB = 18;

/** Speech over music: the music is turned down as a whole. */
const SPEECH_DUCKING = { ratio: 3, kneeDb: 6, attackMs: 60, releaseMs: 700 };

/** What a strip is made for. */
export interface StripContext {
  role: MixRole;
  preset: MixPreset;
  genre: Genre;
  /** 0 … 1. */
  amount: number;
  /** Where the stem goes, if it has one channel. */
  pan: number;
}

/** The strip of a stem, but for its fader and for what depends on other stems. Silent stems get none. */
export function automaticStrip(
  measured: StemMeasurements,
  context: StripContext,
): Partial<StripSettings> {
  const { role, amount, pan } = context;
  if (amount === 0 || measured.integratedLufs <= SILENCE_LUFS) return {};
  const trimDb = limited(STRIP_LUFS - measured.integratedLufs, MOST_TRIM_DB);
  const lowCutHz = LOW_CUT_HZ[role];
  const isVoice = role === 'lead' || role === 'backing';
  return {
    trimDb: tenths(trimDb),
    ...(lowCutHz && { highPass: { frequencyHz: lowCutHz, slopeDbPerOctave: 12 } }),
    ...(isVoice && pauseGate(measured.floorDb + trimDb)),
    eq: automaticEq(measured, context),
    ...automaticCompressor(measured, trimDb, context),
    ...(isVoice && {
      deEsser: { thresholdDb: SIBILANCE_DB, frequencyHz: 5500, rangeDb: tenths(12 * amount) },
    }),
    ...automaticSaturation(context),
    ...automaticWidth(measured, context),
    ...(pan !== 0 && { pan: tenths(pan * amount) }),
    sends: automaticSends(context),
  };
}

function pauseGate(floorDb: number): Pick<StripSettings, 'gate'> {
  const [softest, loudest] = PAUSE_RANGE_DB;
  if (floorDb < softest || floorDb > loudest) return {};
  return { gate: { thresholdDb: tenths(floorDb + 4), ...PAUSE_GATE } };
}

/** Brings the spectrum nearer to what parts of the role have, with few broad bands. */
function automaticEq(
  { spectrumDb }: StemMeasurements,
  { role, genre, amount }: StripContext,
): StripSettings['eq'] {
  const target = targetSpectrum(role, genre);
  if (!target) return [];
  const loudest = Math.max(...spectrumDb);
  const weights = THIRD_OCTAVES_HZ.map((hz, k) =>
    spectrumDb[k] > loudest - OWN_RANGE_DB && hz > (LOW_CUT_HZ[role] ?? 0) ? 1 : 0,
  );
  const deviation = deviationDb(target, spectrumDb, weights);
  const wanted = deviation.map((db) => {
    const beyond = Math.max(0, Math.abs(db) - TOLERATED_DB);
    return Math.sign(db) * beyond * EQ_SHARE * amount;
  });
  return fitEqualizer(wanted, weights, {
    mostBands: EQ_BANDS,
    mostBoostDb: MOST_BOOST_DB,
    mostCutDb: MOST_CUT_DB,
  });
}

/** What `spectrumDb` lacks to have the shape of `target`, smoothed over an octave; 0 in the mean. */
export function deviationDb(
  target: readonly number[],
  spectrumDb: ArrayLike<number>,
  weights: readonly number[],
): number[] {
  const missing = target.map((db, k) => db - spectrumDb[k]);
  const mean = weightedMean(missing, weights);
  return missing.map((_, k) => {
    const near = [k - 1, k, k + 1].filter((n) => weights[n] > 0);
    if (near.length === 0) return 0;
    return near.reduce((sum, n) => sum + missing[n] - mean, 0) / near.length;
  });
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, k) => sum + value * weights[k], 0) / Math.max(1e-9, total);
}

/** Brings loud notes nearer to the usual ones, by as much as the spread is too large. */
function automaticCompressor(
  { usualPeakDb, loudPeakDb }: StemMeasurements,
  trimDb: number,
  { role, preset, amount }: StripContext,
): Pick<StripSettings, 'compressor'> {
  const dynamics = DYNAMICS[role];
  const spread = loudPeakDb - usualPeakDb;
  if (!dynamics || spread <= dynamics.spreadDb) return {};
  const { spreadDb, attackMs, releaseMs, lookAheadMs = 0 } = dynamics;
  const full = Math.min(LARGEST_RATIO, spread / spreadDb);
  const ratio = Math.min(2 * LARGEST_RATIO, 1 + (full - 1) * preset.compression * amount);
  return {
    compressor: {
      thresholdDb: tenths(Math.max(-80, Math.min(0, usualPeakDb + trimDb))),
      ratio: tenths(ratio),
      kneeDb: KNEE_DB,
      attackMs,
      releaseMs,
      lookAheadMs,
      makeupDb: 0,
      mix: 1,
    },
  };
}

function automaticSaturation({
  role,
  preset,
  amount,
}: StripContext): Pick<StripSettings, 'saturation'> {
  const saturation = preset.saturation[role];
  if (!saturation) return {};
  return { saturation: { driveDb: saturation.driveDb, mix: hundredths(saturation.mix * amount) } };
}

function automaticWidth(
  { sideToMidDb }: StemMeasurements,
  { role, preset, amount }: StripContext,
): Pick<Partial<StripSettings>, 'width' | 'monoBelowHz'> {
  if (sideToMidDb < MONO_DB) return {};
  const usual = USUAL_WIDTH_DB[role];
  const isLow = role === 'bass' || role === 'drums' || role === 'music';
  const factor = usual === undefined ? 1 : preset.width * 10 ** ((usual - sideToMidDb) / 40);
  const width = 1 + amount * (Math.max(WIDTH_RANGE[0], Math.min(WIDTH_RANGE[1], factor)) - 1);
  return { width: hundredths(width), ...(isLow && { monoBelowHz: MONO_BELOW_HZ }) };
}

function automaticSends({ role, preset, amount }: StripContext): StripSettings['sends'] {
  const ofRole = SEND_OF_ROLE_DB[role];
  if (ofRole === undefined) return {};
  const { room, hall, delay } = preset.sends;
  const level = (db: number) => tenths(db + ofRole - SEND_FADE_DB * (1 - amount));
  return {
    ...(room !== undefined && { room: level(room) }),
    ...(hall !== undefined && { hall: level(hall) }),
    ...(delay !== undefined && ECHOING.includes(role) && { delay: level(delay) }),
  };
}

/** Turns the whole of a part down while `lead` speaks.
 *  @param usualPeakDb of the lead, after its trim */
export function speechDucking(lead: string, usualPeakDb: number): StripSettings['compressor'] {
  return {
    ...SPEECH_DUCKING,
    thresholdDb: tenths(Math.max(-80, Math.min(0, usualPeakDb - 18))),
    lookAheadMs: 0,
    makeupDb: 0,
    mix: 1,
    sideChain: lead,
  };
}

function limited(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** What a person would set. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
