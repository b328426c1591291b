import { responseDb } from '../dsp/biquad.js';
import { equalizer, lowCut } from '../dsp/filter-chain.js';
import { SILENCE_LUFS } from '../dsp/loudness.js';
import { THIRD_OCTAVES_HZ } from '../dsp/third-octave-sums.js';
import type { WeightedEnergy } from '../dsp/weighted-energy.js';
import { z } from 'zod';
import { automaticStrip, speechDucking, STRIP_LUFS, tenths } from './automatic-strips.js';
import { spectrumEq } from './automatic-master.js';
import type { TimeRange } from './lead-changes.js';
import { playedLufs, type StemMeasurements } from './measure-stem.js';
import { MIX_PRESET_NAMES, MIX_PRESETS, type MixPreset } from './mix-presets.js';
import { isVocal, type MixRole } from './roles.js';
import { sendOfRoom, type HeardRoom } from './room-match.js';
import { sessionSchema, SESSION_VERSION, type Session, type StripSettings } from './session.js';
import { genreOf, type Genre } from './target-spectra.js';
import { VocalBalance, windowsOf } from './vocal-balance.js';
import { sectionRatios, vocalRide, type SectionRatio } from './vocal-ride.js';

/** What an automatic mix can be asked for with. */
export const automaticMixSchema = z.strictObject({
  preset: z.enum(MIX_PRESET_NAMES).default('pop'),
  /** How far to go: 0 leaves the stems as they come, 1 all the way. */
  amount: z.number().min(0).max(1).default(0.7),
  /** The style in words, "synthwave": spectra follow its genre. The preset's own when absent. */
  style: z.string().max(200).optional(),
  /** Quarter notes per minute, which the delay follows. */
  bpm: z.number().min(20).max(400).default(120),
});
export type AutomaticMixSettings = z.output<typeof automaticMixSchema>;

/** More about the music than sound tells. */
export interface MixContext {
  /** Parts of the song; found by ear when absent. */
  sections?: readonly TimeRange[];
  /** The room that the lead is to stand in. */
  room?: HeardRoom;
}

/** A stem and what was heard of it. */
export interface MeasuredStem {
  name: string;
  role: MixRole;
  measured: StemMeasurements;
}

/** How loud a part usually is against the lead, LU; several parts of a role share that. */
const USUAL_LU: Readonly<Record<MixRole, number>> = {
  lead: 0,
  backing: -7,
  drums: -2,
  percussion: -10,
  bass: -4,
  harmony: -7,
  pad: -12,
  solo: -3,
  effects: -12,
  music: -1,
};
/** Parts of one kind that came without width are spread alternately to the right and the left. */
const SPREAD = [0.4, -0.4, 0.7, -0.7, 0.2, -0.2];
const SPREAD_ROLES: readonly MixRole[] = ['backing', 'harmony', 'percussion', 'solo'];
const MONO_DB = -40;
/** A stem that asks for more is hardly a voice, but what a separator left of the music. */
const LARGEST_CORRECTION_DB = 12;

/** Who makes room for the voice, and where. */
const DUCKED_ROLES: readonly MixRole[] = ['harmony', 'pad', 'solo', 'music'];
const DUCKING = { frequencyHz: 2900, q: 0.9, attackMs: 30, releaseMs: 250 };
/** It dips while the voice is as loud as this below its usual peaks. */
const DUCKING_BELOW_USUAL_DB = 9;
/** Bands in which words are understood. */
const WORDS_HZ = [2000, 4000] as const;
/** Music that is softer than the voice by so much there needn't duck, and ducks in full at equal level. */
const NO_DUCKING_DB = -12;

const GLUE = { ratio: 2, kneeDb: 6, attackMs: 30, releaseMs: 200 };

/** The first half of an automatic mix: strips and effects; faders stay at 0 until it is known how loud
 *  the strips are (`balanceSession`). */
export function draftSession(
  stems: readonly MeasuredStem[],
  settings: AutomaticMixSettings,
  { room }: MixContext = {},
): Session {
  const { amount, bpm } = settings;
  const preset = MIX_PRESETS[settings.preset];
  const genre = genreFor(settings);
  const pans = spread(stems);
  const strips = stems.map(({ role, measured }, s) =>
    automaticStrip(measured, { role, preset, genre, amount, pan: pans[s] }),
  );
  const lead = stems.findIndex(({ role, measured }) => role === 'lead' && isHeard(measured));
  if (lead >= 0 && amount > 0) {
    stems.forEach((stem, s) =>
      Object.assign(strips[s], makeRoom(stem, { lead: stems[lead], preset, amount })),
    );
  }
  const matched = room && !room.dry && amount > 0 ? sendOfRoom(room) : undefined;
  if (matched && lead >= 0) {
    strips[lead].sends = { ...strips[lead].sends, room: tenths(matched.sendDb) };
  }
  return sessionSchema.parse({
    format: 'canto-session',
    version: SESSION_VERSION,
    bpm,
    tracks: stems.map(({ name, role }, s) => ({ name, role, strip: strips[s] })),
    room: { ...preset.room, ...matched?.reverb },
    hall: preset.hall,
    delay: { beats: 0.5, feedback: 0.25 },
    master: { targetLufs: preset.master.targetLufs },
  });
}

/** The second half: faders by the loudness that comes out of the strips, the voice's ride, and the
 *  master's chain.
 *  @param energies of each track's strip
 *  @returns the session, and how loud the voice is in it, section by section, before its ride */
export function balanceSession(
  draft: Session,
  stems: readonly MeasuredStem[],
  {
    energies,
    settings,
    context = {},
  }: {
    energies: readonly WeightedEnergy[];
    settings: AutomaticMixSettings;
    context?: MixContext;
  },
): { session: Session; vocal: VocalReport } {
  const { amount } = settings;
  const preset = MIX_PRESETS[settings.preset];
  if (amount === 0) return { session: draft, vocal: null };
  const faders = usualFaders(stems, { energies, preset, amount });
  const vocal = balanceVocal(faders, stems, { energies, preset, amount, context });
  const tracks = draft.tracks.map((track, t) => ({
    ...track,
    strip: {
      ...track.strip,
      faderDb: tenths(Math.max(-60, Math.min(24, faders[t]))),
      ride: stems[t].role === 'lead' ? (vocal?.ride ?? []) : [],
    },
  }));
  const session = { ...draft, tracks };
  const chain = masterChain(session, stems, { preset, genre: genreFor(settings), amount });
  return {
    session: { ...session, master: { ...session.master, chain } },
    vocal: vocal && { targetLu: vocal.targetLu, sections: vocal.sections },
  };
}

/** How loud the voice is against the music; null without a voice or without music. */
export type VocalReport = { targetLu: number; sections: SectionRatio[] } | null;

function genreFor({ preset, style }: AutomaticMixSettings): Genre {
  return style === undefined ? MIX_PRESETS[preset].genre : genreOf(style);
}

function isHeard({ integratedLufs }: StemMeasurements): boolean {
  return integratedLufs > SILENCE_LUFS;
}

/** Where the stems without width go: the first of a kind stays in the middle if it is alone. */
function spread(stems: readonly MeasuredStem[]): number[] {
  return stems.map((stem, s) => {
    if (!SPREAD_ROLES.includes(stem.role) || stem.measured.sideToMidDb > MONO_DB) return 0;
    const alike = stems.filter(
      ({ role, measured }) => role === stem.role && measured.sideToMidDb <= MONO_DB,
    );
    if (alike.length === 1) return 0;
    return SPREAD[
      stems.slice(0, s).filter((other) => alike.includes(other)).length % SPREAD.length
    ];
  });
}

function makeRoom(
  { role, measured }: MeasuredStem,
  { lead, preset, amount }: { lead: MeasuredStem; preset: MixPreset; amount: number },
): Partial<StripSettings> {
  if (isVocal(role) || !isHeard(measured)) return {};
  const leadTrim = STRIP_LUFS - lead.measured.integratedLufs;
  const usualPeakDb = lead.measured.usualPeakDb + leadTrim;
  const depthDb = tenths(preset.duckingDb * amount * needOfRoom(measured, lead.measured));
  return {
    ...(preset.ducksAll && { compressor: speechDucking(lead.name, usualPeakDb) }),
    ...(DUCKED_ROLES.includes(role) &&
      depthDb > 0 && {
        ducking: {
          ...DUCKING,
          by: lead.name,
          depthDb,
          thresholdDb: tenths(Math.max(-80, Math.min(0, usualPeakDb - DUCKING_BELOW_USUAL_DB))),
        },
      }),
  };
}

/** 0 … 1: how much the music is in the way where words are understood, both at equal loudness. */
function needOfRoom(music: StemMeasurements, lead: StemMeasurements): number {
  const level = ({ spectrumDb, integratedLufs }: StemMeasurements) =>
    sumOfLevels(
      Array.from(spectrumDb).filter(
        (_, k) =>
          THIRD_OCTAVES_HZ[k] > WORDS_HZ[0] * 0.95 && THIRD_OCTAVES_HZ[k] < WORDS_HZ[1] * 1.05,
      ),
    ) - integratedLufs;
  const excess = level(music) - level(lead);
  return Math.max(0, Math.min(1, 1 - excess / NO_DUCKING_DB));
}

function sumOfLevels(levelsDb: readonly number[]): number {
  return 10 * Math.log10(levelsDb.reduce((sum, db) => sum + 10 ** (db / 10), 1e-20));
}

interface Balancing {
  energies: readonly WeightedEnergy[];
  preset: MixPreset;
  amount: number;
}

/** Faders that give each part the loudness of its role, in dB. */
function usualFaders(
  stems: readonly MeasuredStem[],
  { energies, preset, amount }: Balancing,
): number[] {
  return stems.map(({ role, measured }, s) => {
    const stripLufs = playedLufs(energies[s]);
    if (stripLufs <= SILENCE_LUFS) return 0;
    const alike = stems.filter((other) => other.role === role && isHeard(other.measured)).length;
    const roleLu = USUAL_LU[role] + (preset.roleLu[role] ?? 0) - 5 * Math.log10(Math.max(1, alike));
    const wanted = STRIP_LUFS + roleLu - stripLufs;
    const asItCame = measured.integratedLufs - stripLufs;
    return asItCame + amount * (wanted - asItCame);
  });
}

/** Sets voice and music against each other by moving the faders of all that is not sung. */
function balanceVocal(
  faders: number[],
  stems: readonly MeasuredStem[],
  { energies, preset, amount, context }: Balancing & { context: MixContext },
): (NonNullable<VocalReport> & { ride: StripSettings['ride'] }) | null {
  const leads = sumOfWindows(stems, { energies, faders, counts: (role) => role === 'lead' });
  const music = sumOfWindows(stems, { energies, faders, counts: (role) => !isVocal(role) });
  if (!leads || !music) return null;
  const balance = new VocalBalance(leads, music);
  const ratio = balance.ratioLu();
  if (ratio === undefined) return null;
  const wanted = ratio - preset.vocalToMusicLu;
  const correction =
    amount * Math.max(-LARGEST_CORRECTION_DB, Math.min(LARGEST_CORRECTION_DB, wanted));
  stems.forEach(({ role }, s) => {
    if (!isVocal(role)) faders[s] += correction;
  });
  const sections = sectionRatios(balance, context.sections ?? balance.sections()).map(
    (section) => ({ ...section, ratioLu: tenths(section.ratioLu - correction) }),
  );
  const targetLu = tenths(ratio - correction);
  return { targetLu, sections, ride: vocalRide(sections, { targetLu, amount }) };
}

/** Mean squares of all tracks that count, window by window; undefined if there is none. */
function sumOfWindows(
  stems: readonly MeasuredStem[],
  {
    energies,
    faders,
    counts,
  }: {
    energies: readonly WeightedEnergy[];
    faders: readonly number[];
    counts: (role: MixRole) => boolean;
  },
): Float64Array | undefined {
  let sum: Float64Array | undefined;
  stems.forEach(({ role }, s) => {
    if (!counts(role)) return;
    const gain = 10 ** (faders[s] / 10);
    const windows = windowsOf(energies[s]);
    sum ??= new Float64Array(windows.length);
    for (let k = 0; k < sum.length; k++) sum[k] += gain * windows[k];
  });
  return sum;
}

/** Brings the whole nearer to its genre's spectrum, and holds it together. */
function masterChain(
  session: Session,
  stems: readonly MeasuredStem[],
  { preset, genre, amount }: { preset: MixPreset; genre: Genre; amount: number },
): Session['master']['chain'] {
  const { glueDb, clipperDb } = preset.master;
  return {
    eq: spectrumEq(expectedSpectrum(session, stems), genre, amount),
    ...(glueDb > 0 && {
      // At the mix's loudness, peaks lie some 10 dB above it; half of what is over the threshold goes.
      glue: { ...GLUE, thresholdDb: tenths(-8 - 2 * glueDb * amount), makeupDb: 0, mix: 1 },
    }),
    ...(clipperDb > 0 && { clipper: { driveDb: tenths(clipperDb * amount) } }),
  };
}

/** The spectrum of the sum of all tracks, from those of the stems and what the strips do to them. */
function expectedSpectrum(session: Session, stems: readonly MeasuredStem[]): number[] {
  const rate = 96_000; // for drawing only: designs differ from the stems' rate by little below 14 kHz
  return THIRD_OCTAVES_HZ.map((hz, k) =>
    sumOfLevels(
      session.tracks.map(({ strip }, t) => {
        const filters = [
          ...(strip.highPass ? lowCut(strip.highPass, rate) : []),
          ...equalizer(strip.eq, rate),
        ];
        const gainDb = filters.reduce((sum, filter) => sum + responseDb(filter, hz, rate), 0);
        return stems[t].measured.spectrumDb[k] + strip.trimDb + strip.faderDb + gainDb;
      }),
    ),
  );
}
