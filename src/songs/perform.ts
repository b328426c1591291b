import { seededNormal } from '../dsp/random.js';
import { instrumentNamed } from '../instruments/catalogue.js';
import { strum } from '../instruments/strum.js';
import type { PlayedNote } from '../score/played-note.js';
import type { Feel, Note, Part, PartRole, Score } from '../score/score.js';

/** A piece without a feel is played by people who listen to each other. */
const USUAL_FEEL: Feel = { swing: 0, swungBeats: 0.5, looseness: 0.4 };

/** How far the onsets of a role stray at full looseness: the standard deviation in seconds. */
const STRAY_SECONDS: Readonly<Record<PartRole, number>> = {
  ...{ drums: 0.006, bass: 0.008, chords: 0.011, pad: 0.011 },
  ...{ lead: 0.013, harmony: 0.012, counter: 0.012 },
};
/** No onset strays farther than so many deviations, nor than so much of the way to its neighbours. */
const FARTHEST_DEVIATIONS = 2;
const SHARE_OF_GAP = 0.3;
/** Standard deviation of velocity at full looseness, as a share. */
const VELOCITY_STRAY = 0.1;
/** Notes off the beat are softer by this share at full looseness. */
const OFF_BEAT_SOFTER = 0.1;
/** Softer than this is a ghost note, which is left as it is: it is soft for a reason. */
const GHOST_VELOCITY = 0.3;
/** So many notes at once on a guitar are strummed, on the harp rolled. */
const STRUMMED_NOTES = 3;
const ROLL_SECONDS: Readonly<Record<string, number>> = {
  guitar: 0.012,
  plucked: 0.022,
  keys: 0.004,
};
/** A key has to come up before it is struck again. */
const REPEAT_GAP_SECONDS = 0.012;

/** The notes of `part` as they are played: in seconds, with the swing, the looseness and the strumming of
 *  the piece. Depends on the part, the tempo, the feel and the seed only, and each note on itself and
 *  its neighbours: what is changed elsewhere changes nothing here. The order of notes stays. */
export function performPart(
  score: Pick<Score, 'bpm' | 'feel' | 'metre'>,
  part: Part,
  { seed }: { seed: number },
): PlayedNote[] {
  const chords = chordsOf(part.notes);
  const random = { part, seed, feel: score.feel ?? USUAL_FEEL };
  const offsets = onsetOffsets(score, chords, random);
  const played = chords.flatMap((notes, c) =>
    playChord(
      notes.map((note) => playNote(score, note, { ...random, offset: offsets[c] })),
      { part, startBeat: notes[0].startBeat },
    ),
  );
  return releasedInTime(played);
}

/** Seconds from the start of the piece at which `beat` is played: tempo and swing, without looseness. */
export function secondsOfBeat({ bpm, feel }: Pick<Score, 'bpm' | 'feel'>, beat: number): number {
  return (swungBeat(beat, feel ?? USUAL_FEEL) * 60) / bpm;
}

/** Stretches the first note of each pair and shortens the second. Never changes the order. */
function swungBeat(beat: number, { swing, swungBeats }: Feel): number {
  if (swing === 0) return beat;
  const pair = 2 * swungBeats;
  const start = Math.floor(beat / pair) * pair;
  const share = (beat - start) / pair;
  const middle = 0.5 + swing / 6; // 2/3 for triplets
  const swung = share < 0.5 ? share * 2 * middle : middle + (share - 0.5) * 2 * (1 - middle);
  return start + pair * swung;
}

/** Notes that begin together, in the order of time, each chord from low to high. */
function chordsOf(notes: readonly Note[]): Note[][] {
  const sorted = [...notes].sort((a, b) => a.startBeat - b.startBeat || a.pitch - b.pitch);
  const chords: Note[][] = [];
  for (const note of sorted) {
    const last = chords.at(-1);
    if (last && last[0].startBeat === note.startBeat) last.push(note);
    else chords.push([note]);
  }
  return chords;
}

interface Randomness {
  part: Part;
  seed: number;
  feel: Feel;
}

/** By how many seconds each chord is early or late. */
function onsetOffsets(
  score: Pick<Score, 'bpm' | 'feel'>,
  chords: readonly Note[][],
  { part, seed, feel }: Randomness,
): number[] {
  const onsets = chords.map(([note]) => secondsOfBeat(score, note.startBeat));
  const deviation = STRAY_SECONDS[part.role] * feel.looseness;
  return onsets.map((onset, c) => {
    const gap = Math.min(onset - (onsets[c - 1] ?? -Infinity), (onsets[c + 1] ?? Infinity) - onset);
    const limit = Math.min(FARTHEST_DEVIATIONS * deviation, SHARE_OF_GAP * gap, onset);
    const stray = deviation * seededNormal(hash(part.id, seed, chords[c][0].startBeat))();
    return Math.max(-limit, Math.min(limit, stray));
  });
}

function playNote(
  score: Pick<Score, 'bpm' | 'feel' | 'metre'>,
  note: Note,
  { part, seed, feel, offset }: Randomness & { offset: number },
): PlayedNote {
  const { startBeat, durationBeats, pitch, bend, articulation } = note;
  const start = secondsOfBeat(score, startBeat);
  const after = (beats: number) => secondsOfBeat(score, startBeat + beats) - start;
  return {
    startSeconds: start + offset,
    endSeconds: start + offset + after(durationBeats),
    pitch,
    velocity: playedVelocity(note, { part, seed, feel }),
    ...(bend && { bend: bend.map(([beats, semitones]) => [after(beats), semitones] as const) }),
    ...(articulation && { articulation }),
  };
}

function playedVelocity(
  { startBeat, pitch, velocity }: Note,
  { part, seed, feel: { looseness } }: Randomness,
): number {
  if (velocity < GHOST_VELOCITY) return velocity;
  const stray = VELOCITY_STRAY * seededNormal(hash(part.id, seed + 1, startBeat * 128 + pitch))();
  const offBeat = startBeat % 1 === 0 ? 0 : OFF_BEAT_SOFTER;
  const share = 1 + looseness * (Math.max(-0.2, Math.min(0.2, stray)) - offBeat);
  return Math.max(0.02, Math.min(1, velocity * share));
}

/** Chords of guitars are strummed, down on the beat and up between; those of harps and keys are rolled. */
function playChord(
  notes: PlayedNote[],
  { part, startBeat }: { part: Part; startBeat: number },
): PlayedNote[] {
  const family = instrumentNamed(part.instrument)?.family ?? '';
  const stepSeconds = ROLL_SECONDS[family];
  if (notes.length < STRUMMED_NOTES || stepSeconds === undefined) return notes;
  const direction = family === 'guitar' && startBeat % 1 !== 0 ? 'up' : 'down';
  const [first] = notes;
  const strummed = strum(
    notes.map(({ pitch }) => pitch),
    first,
    { direction, stepSeconds },
  );
  return strummed.map((stroke) => {
    const note = notes.find(({ pitch }) => pitch === stroke.pitch) ?? first;
    return { ...note, startSeconds: stroke.startSeconds };
  });
}

/** Ends each note before the same key is struck again. */
function releasedInTime(notes: readonly PlayedNote[]): PlayedNote[] {
  const next = new Map<number, number>();
  return [...notes]
    .reverse()
    .map((note) => {
      const again = next.get(note.pitch) ?? Infinity;
      next.set(note.pitch, note.startSeconds);
      const latest = Math.max(note.startSeconds + REPEAT_GAP_SECONDS, again - REPEAT_GAP_SECONDS);
      return { ...note, endSeconds: Math.min(note.endSeconds, latest) };
    })
    .reverse();
}

/** A seed of what is played where, so that notes don't depend on how many came before them. */
function hash(partId: string, seed: number, place: number): number {
  let state = seed | 0;
  for (const letter of partId) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  state = Math.imul(state ^ Math.round(place * 960), 0x85ebca6b);
  return (state ^ (state >>> 15)) >>> 0;
}
