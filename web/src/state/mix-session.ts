import { guessRole } from '../../../src/mixing/roles.js';
import type { EqBand, Session, StripSettings, Track } from '../../../src/mixing/session.js';

/** The three bands that the desk has knobs for. */
export const deskBands = [
  { type: 'low-shelf', title: 'Low', frequencyHz: 150 },
  { type: 'bell', title: 'Mid', frequencyHz: 1500 },
  { type: 'high-shelf', title: 'High', frequencyHz: 6000 },
] as const;
/** One of `deskBands`. */
export type DeskBand = (typeof deskBands)[number];

/** The lower end of the faders, where nothing is heard. */
export const closedFaderDb = -40;
/** What the session has there. */
const offDb = -120;
/** Below this a send is none. */
export const closedSendDb = -40;

const neutralStrip: StripSettings = {
  trimDb: 0,
  eq: [],
  width: 1,
  pan: 0,
  faderDb: 0,
  ride: [],
  sends: {},
};

/** A session for stems of these names: the tracks of `before` where they are still there, and every
 *  other stem as it is. */
export function sessionOf(names: readonly string[], before: Session | undefined): Session {
  const neutral = neutralSession(names);
  const tracks = neutral.tracks.map(
    (track) => before?.tracks.find(({ name }) => name === track.name) ?? track,
  );
  return { ...(before ?? neutral), tracks };
}

/** Every stem as it is, at full level; effects as the server has them when nothing is said (a test
 *  compares them). */
export function neutralSession(names: readonly string[]): Session {
  return {
    format: 'canto-session',
    version: 1,
    bpm: 120,
    tracks: uniqueNames(names).map((name, t) => neutralTrack(name, guessRole(names[t]))),
    room: { ...reverb, size: 0.25, decaySeconds: 0.6 },
    hall: { ...reverb, size: 0.7, decaySeconds: 2.2, preDelayMs: 20 },
    delay: {
      beats: 0.5,
      feedback: 0.3,
      pingPong: true,
      lowCutHz: 250,
      highCutHz: 5000,
      returnDb: 0,
    },
    master: { targetLufs: -14, ceilingDbtp: -1, chain: { eq: [] } },
  };
}

const reverb = {
  size: 0.4,
  decaySeconds: 1.4,
  damping: 0.5,
  preDelayMs: 0,
  lowCutHz: 200,
  highCutHz: 9000,
  returnDb: 0,
};

function neutralTrack(name: string, role: Track['role']): Track {
  return { name, role, isMuted: false, isSoloed: false, strip: neutralStrip };
}

/** "Lead.wav", "Lead.flac" → "Lead", "Lead 2". */
function uniqueNames(fileNames: readonly string[]): string[] {
  const names: string[] = [];
  for (const fileName of fileNames) {
    const name = fileName.replace(/\.\w+$/, '').slice(0, 90) || 'Stem';
    const like = names.filter((other) => other === name || other.startsWith(`${name} `)).length;
    names.push(like === 0 ? name : `${name} ${like + 1}`);
  }
  return names;
}

/** `session` with something different about its track `t`. */
export function withTrack(session: Session, t: number, changes: Partial<Track>): Session {
  const tracks = session.tracks.map((track, i) => (i === t ? { ...track, ...changes } : track));
  return { ...session, tracks };
}

/** `session` with something different in the strip of its track `t`. */
export function withStrip(session: Session, t: number, changes: Partial<StripSettings>): Session {
  return withTrack(session, t, { strip: { ...session.tracks[t].strip, ...changes } });
}

/** How far a band of the desk is turned: that of the first band of its type. */
export function bandOf({ eq }: StripSettings, { type, frequencyHz }: DeskBand): EqBand {
  return (
    eq.find((band) => band.type === type) ??
      // As the server has it when nothing is said.
      { type, frequencyHz, gainDb: 0, q: 0.7 }
  );
}

/** `eq` with a band of the desk changed; other bands stay as they are. */
export function withBand(
  strip: StripSettings,
  deskBand: DeskBand,
  changes: Partial<EqBand>,
): StripSettings['eq'] {
  const band = bandOf(strip, deskBand);
  const changed = { ...band, ...changes };
  if (!strip.eq.includes(band)) return [...strip.eq, changed];
  return strip.eq.map((other) => (other === band ? changed : other));
}

/** What a fader of the session shows on the desk. */
export function shownFader(faderDb: number): number {
  return Math.max(closedFaderDb, faderDb);
}

/** What the desk's fader is in the session. */
export function faderFrom(shown: number): number {
  return shown <= closedFaderDb ? offDb : shown;
}
