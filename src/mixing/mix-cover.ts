import type { AudioData } from '../audio/audio-data.js';
import { gainToDb } from '../dsp/decibels.js';
import { LoudnessMeter, SILENCE_LUFS } from '../dsp/loudness.js';
import { InputError } from '../errors.js';
import { partOf, type RunOptions } from '../progress.js';
import { STRIP_LUFS } from './automatic-strips.js';
import { forEachBlock } from './blocks.js';
import type { MixSettings } from './mix-settings.js';
import { renderSession, stripEnergies } from './render-session.js';
import { sendOfRoom, type HeardRoom } from './room-match.js';
import { sessionSchema, SESSION_VERSION, type Session } from './session.js';
import type { Stem } from './stem.js';
import { VocalBalance, windowsOf } from './vocal-balance.js';
import { sectionRatios, vocalRide } from './vocal-ride.js';

/** Loudness of lead against music while the voice sings. Records since 1975 have about +1 dB (Gerdes &
 *  Siedenburg, "Lead-vocal level in recordings of popular music 1946–2020", JASA Express Letters 2023). */
const VOCAL_TO_MUSIC_LU = 1;
/** A stem that asks for more is hardly a voice, but what a separator left of the music. */
const LARGEST_CORRECTION_DB = 9;
/** How much of the differences between sections is ridden out: what is left is the song's own. */
const RIDE_AMOUNT = 0.7;

/** What the lead goes through, made for `STRIP_LUFS`. */
const LEAD_STRIP = {
  /** Below any sung note: rumble and plosives. */
  highPass: { frequencyHz: 85 },
  eq: [
    /** Chest resonance that muddies a mix. */
    { type: 'bell', frequencyHz: 280, q: 0.9, gainDb: -2 },
    /** Presence, where words are understood. */
    { type: 'bell', frequencyHz: 3500, q: 0.8, gainDb: 1.5 },
    /** Air. */
    { type: 'high-shelf', frequencyHz: 10_000, gainDb: 1.5 },
  ],
  /** Holds the voice at one distance: 3 to 6 dB of reduction in loud phrases, slow enough to leave the
   *  consonants their edge. */
  compressor: { thresholdDb: -18, ratio: 3, kneeDb: 8, attackMs: 8, releaseMs: 120 },
  /** About what the s of a close voice reaches. */
  deEsser: { thresholdDb: -24 },
};
/** The music dips under the voice as loud as this. */
const DUCKING = { by: 'lead', frequencyHz: 2900, q: 0.9, thresholdDb: -24 };

/** What a cover is mixed from: all of one sample rate and length. */
export interface CoverStems {
  /** Mono, dry. */
  lead: AudioData;
  /** Stereo. */
  instrumental: AudioData;
  /** Stereo, mixed as it is. */
  backing?: AudioData;
  /** The room around the original singer, if it was heard. */
  room?: HeardRoom;
}

/** Mixes a cover, in time with its stems to the sample: the lead goes through a strip, is set in balance
 *  with the instrumental section by section, and gets a room, the original singer's if that was heard;
 *  the instrumental dips a little under it; backing vocals are only turned up or down. With a silent lead
 *  the mix is the sum of the others. May exceed ±1: mastering follows.
 *  @returns stereo, of the stems' sample rate and length, and the session that makes it
 *  @throws InputError when the stems differ in sample rate or length
 *  @throws CancelledError when cancelled */
export async function mixCover(
  stems: CoverStems,
  settings: MixSettings,
  options: RunOptions = {},
): Promise<{ audio: AudioData; session: Session }> {
  expectAligned(stems);
  const tracks = tracksOf(stems);
  const leadLufs = await leadLoudness(stems.lead, partOf(options, 0, 0.1));
  const draft = draftSession(tracks, { leadLufs, settings, room: stems.room });
  const isSilent = leadLufs <= SILENCE_LUFS;
  const session = isSilent ? draft : await balanced(draft, tracks, partOf(options, 0.1, 0.4));
  const audio = await renderSession(session, tracks, partOf(options, 0.4, 1));
  return { audio, session };
}

function expectAligned({ lead, instrumental, backing }: CoverStems): void {
  for (const stem of [lead, backing]) {
    if (!stem) continue;
    if (stem.sampleRate === instrumental.sampleRate && stem.length === instrumental.length)
      continue;
    throw new InputError(
      'stems-differ',
      `stems must be of one sample rate and length: the instrumental has ${instrumental.length} samples ` +
        `at ${instrumental.sampleRate} Hz, another stem ${stem.length} at ${stem.sampleRate} Hz`,
      { hint: 'Export all stems from the same start to the same end, at one sample rate.' },
    );
  }
}

function tracksOf({ lead, instrumental, backing }: CoverStems): Stem[] {
  return [
    { name: 'instrumental', role: 'music', audio: instrumental },
    ...(backing ? [{ name: 'backing', role: 'backing' as const, audio: backing }] : []),
    { name: 'lead', role: 'lead', audio: lead },
  ];
}

async function leadLoudness(lead: AudioData, options: RunOptions): Promise<number> {
  const meter = new LoudnessMeter(lead.sampleRate);
  await forEachBlock(lead.length, options, (from, to) => {
    meter.add([lead.channels[0].subarray(from, to)]);
  });
  return meter.read().integratedLufs;
}

/** The session but for the balance of the lead. */
function draftSession(
  tracks: readonly Stem[],
  { leadLufs, settings, room }: { leadLufs: number; settings: MixSettings; room?: HeardRoom },
): Session {
  const { vocalGainDb, instrumentalGainDb, backingGainDb, duckingDb } = settings;
  const reverb = reverbOf(settings, room);
  const isSilent = leadLufs <= SILENCE_LUFS;
  const strips = {
    instrumental: {
      faderDb: instrumentalGainDb,
      ...(duckingDb > 0 && !isSilent && { ducking: { ...DUCKING, depthDb: duckingDb } }),
    },
    backing: { faderDb: backingGainDb },
    lead: {
      ...LEAD_STRIP,
      trimDb: isSilent ? 0 : STRIP_LUFS - leadLufs,
      faderDb: vocalGainDb,
      sends: { ...(reverb.wet > 0 && { room: gainToDb(reverb.wet) }) },
    },
  };
  return sessionSchema.parse({
    format: 'canto-session',
    version: SESSION_VERSION,
    tracks: tracks.map(({ name, role }) => ({
      name,
      role,
      isMuted: name === 'lead' && isSilent,
      strip: strips[name as keyof typeof strips],
    })),
    room: reverb.room,
  });
}

/** The reverb as it was set, or as far towards the original singer's room as `match` says. */
function reverbOf({ reverb }: MixSettings, room: HeardRoom | undefined) {
  const { room: size, decaySeconds, damping, wet, match } = reverb;
  if (!room || room.dry || match === 0) return { wet, room: { size, decaySeconds, damping } };
  const heard = sendOfRoom(room);
  const between = (set: number, other: number) => set + match * (other - set);
  return {
    wet: between(wet, 10 ** (heard.sendDb / 20)),
    room: {
      size: between(size, heard.reverb.size),
      decaySeconds: between(decaySeconds, heard.reverb.decaySeconds),
      damping,
    },
  };
}

/** Sets the lead's fader and ride against the instrumental. */
async function balanced(
  draft: Session,
  stems: readonly Stem[],
  options: RunOptions,
): Promise<Session> {
  const energies = await stripEnergies(draft, stems, options);
  const [lead, music] = ['lead', 'instrumental'].map((name) =>
    windowsOf(energies[draft.tracks.findIndex((track) => track.name === name)]),
  );
  const balance = new VocalBalance(lead, music);
  const ratio = balance.ratioLu();
  if (ratio === undefined) return draft;
  const correction = limited(VOCAL_TO_MUSIC_LU - ratio);
  const ratios = sectionRatios(balance, balance.sections());
  const ride = vocalRide(ratios, { targetLu: ratio, amount: RIDE_AMOUNT });
  const tracks = draft.tracks.map((track) => {
    if (track.name !== 'lead') return track;
    const faderDb = Math.max(-60, Math.min(24, track.strip.faderDb + correction));
    return { ...track, strip: { ...track.strip, faderDb, ride } };
  });
  return { ...draft, tracks };
}

function limited(gainDb: number): number {
  return Math.max(-LARGEST_CORRECTION_DB, Math.min(LARGEST_CORRECTION_DB, gainDb));
}
