import { InputError } from '../../errors.js';
import { requireInstrument } from '../../instruments/catalogue.js';
import { chordTones, parseChord } from '../../score/chord-symbol.js';
import { parseKey, type Key } from '../../score/pitch-names.js';
import type { Chord, Note, Part, Score } from '../../score/score.js';
import { beatsPerBar } from '../../score/score-time.js';
import { composeSection, composeSong, type SungLines } from '../composing/compose-song.js';
import { framesOf, type SectionFrame } from '../composing/frame.js';
import { intoRange, nearestPitch, pitchClassOf } from '../composing/tones.js';
import { nameSections } from '../plan/form.js';
import { singerRange } from '../plan/singer.js';
import type { SongPlan } from '../plan/song-plan.js';
import type { Song } from '../song.js';
import { styleOf } from '../styles/index.js';
import { sungLinesOf } from '../sung-lines.js';
import { replaceLine } from './replace-line.js';
import type { SongEdit } from './song-edit.js';

/** Something composed anew should be something else: so many takes are tried. */
const MOST_TRIES = 10;

type EditOf<Kind extends SongEdit['edit']> = Extract<SongEdit, { edit: Kind }>;

/** `song` after `edits`, one after the other. What an edit doesn't speak of stays as it is, note by note.
 *  @throws InputError for sections, parts, lines or chords that aren't there or can't be read;
 *    NotFoundError `no-such-instrument` */
export function editSong(song: Song, edits: readonly SongEdit[]): Song {
  return edits.reduce(applyEdit, song);
}

function applyEdit(song: Song, edit: SongEdit): Song {
  switch (edit.edit) {
    case 'tempo':
      return {
        ...song,
        plan: { ...song.plan, bpm: edit.bpm },
        score: { ...song.score, bpm: edit.bpm },
      };
    case 'key':
      return changeKey(song, parseKey(edit.key));
    case 'chord':
      return changeChord(song, edit);
    case 'line':
      return changeLine(song, edit);
    case 'instrument':
      return changeInstrument(song, edit);
    case 'mute':
      return changePart(song, edit.part, () => ({ isMuted: edit.isMuted }));
    case 'regenerate':
      return regenerate(song, edit);
    case 'extend':
      return extend(song, edit);
    case 'theme':
      return changeTheme(song, edit);
  }
}

/** To another tonic everything moves; in another mode the song is composed again, from the same seeds. */
function changeKey(song: Song, key: Key): Song {
  const plan = { ...song.plan, key };
  if (key.mode !== song.plan.key.mode) {
    return { ...song, plan, score: composeSong(plan, sungLinesOf(plan)) };
  }
  const shift = shiftTo(song, key);
  const move = (pitchClass: number) => (pitchClass + shift + 12) % 12;
  const score: Score = {
    ...song.score,
    key,
    chords: song.score.chords.map((chord) => ({
      ...chord,
      root: move(chord.root),
      ...(chord.bass !== undefined && { bass: move(chord.bass) }),
    })),
    parts: song.score.parts.map((part) => ({ ...part, notes: transposed(part, shift) })),
  };
  return { ...song, plan, score };
}

/** Up or down, whichever leaves the singer nearer to the middle of the voice. */
function shiftTo({ plan, score }: Song, { tonic }: Key): number {
  const up = (tonic - plan.key.tonic + 12) % 12;
  const sung = score.parts
    .filter(({ instrument }) => instrument === 'voice')
    .flatMap(({ notes }) => notes);
  if (sung.length === 0) return up > 6 ? up - 12 : up;
  const { lowest, highest } = singerRange(plan);
  const mean = sung.reduce((sum, { pitch }) => sum + pitch, 0) / sung.length;
  const distance = (shift: number) => Math.abs(mean + shift - (lowest + highest) / 2);
  return distance(up) <= distance(up - 12) ? up : up - 12;
}

function transposed(part: Part, shift: number): Note[] {
  if (part.role === 'drums') return part.notes;
  const range = rangeOf(part.instrument);
  return part.notes.map((note) => ({ ...note, pitch: intoRange(note.pitch + shift, range) }));
}

function rangeOf(instrument: string): { lowest: number; highest: number } {
  return instrument === 'voice' ? { lowest: 24, highest: 96 } : requireInstrument(instrument).range;
}

/** Another chord: who accompanies plays it, and of the melody what would clash on a beat gives way. */
function changeChord(song: Song, { section, bar, place, chord: symbol }: EditOf<'chord'>): Song {
  const frame = requireSection(song.plan, section);
  const barBeats = beatsPerBar(song.plan);
  const from = frame.startBeat + (bar - 1) * barBeats;
  const here = song.score.chords.filter(
    ({ startBeat }) =>
      startBeat >= from - 1e-6 &&
      startBeat < from + barBeats - 1e-6 &&
      startBeat < endOf(frame) - 1e-6,
  );
  const old = here[place - 1];
  if (!old) {
    throw new InputError('no-such-chord', `'${section}' has no chord ${place} in bar ${bar}`, {
      hint: `It has ${frame.bars} bars; see its chords in the song file.`,
    });
  }
  const { startBeat, durationBeats } = old;
  const changed: Chord = { startBeat, durationBeats, ...parseChord(symbol) };
  const chords = song.score.chords.map((chord) => (chord === old ? changed : chord));
  const accompanying = song.plan.parts.filter(({ role }) =>
    ['bass', 'chords', 'pad'].includes(role),
  );
  const withChord = { ...song, score: { ...song.score, chords } };
  const replayed = recompose(
    withChord,
    frame,
    accompanying.map(({ id }) => id),
  );
  const parts = replayed.score.parts.map((part) =>
    ['lead', 'harmony', 'counter'].includes(part.role)
      ? { ...part, notes: part.notes.map((note) => fitted(note, changed)) }
      : part,
  );
  return { ...replayed, score: { ...replayed.score, parts } };
}

/** A note on a beat under `chord` that isn't of it moves to the tone that is nearest. */
function fitted(note: Note, chord: Chord): Note {
  const isUnder =
    note.startBeat >= chord.startBeat - 1e-6 &&
    note.startBeat < chord.startBeat + chord.durationBeats - 1e-6;
  const isOnBeat = Math.abs(note.startBeat - Math.round(note.startBeat)) < 1e-6;
  const tones = chordTones(chord);
  if (!isUnder || !isOnBeat || tones.includes(pitchClassOf(note.pitch))) return note;
  const pitches = tones.map((tone) => nearestPitch(tone, note.pitch));
  const pitch = pitches.reduce((best, each) =>
    Math.abs(each - note.pitch) < Math.abs(best - note.pitch) ? each : best,
  );
  return { ...note, pitch };
}

function changeLine(song: Song, { line, text }: EditOf<'line'>): Song {
  const lyrics = replaceLine(song.plan.lyrics ?? '', line, text);
  const plan = { ...song.plan, lyrics };
  const [before, after] = [sungLinesOf(song.plan), sungLinesOf(plan)];
  const changed = framesOf(plan).filter(({ name }) => !isSameText(before, after, name));
  const sung = plan.parts.filter(({ instrument }) => instrument === 'voice').map(({ id }) => id);
  return changed.reduce<Song>((edited, frame) => recompose(edited, frame, sung), { ...song, plan });
}

function isSameText(before: SungLines, after: SungLines, section: string): boolean {
  return JSON.stringify(before.get(section)) === JSON.stringify(after.get(section));
}

function changeInstrument(song: Song, { part, instrument }: EditOf<'instrument'>): Song {
  const { id, range } = requireInstrument(instrument);
  return changePart(song, part, ({ role, notes }) => ({
    instrument: id,
    ...(notes &&
      role !== 'drums' && {
        notes: notes.map((note) => ({ ...note, pitch: intoRange(note.pitch, range) })),
      }),
  }));
}

/** The same change of a part in plan and score. */
function changePart(
  song: Song,
  id: string,
  change: (part: { role: string; notes?: Note[] }) => {
    isMuted?: boolean;
    instrument?: string;
    notes?: Note[];
  },
): Song {
  requirePart(song.plan, id);
  return {
    ...song,
    plan: {
      ...song.plan,
      parts: song.plan.parts.map((part) => {
        if (part.id !== id) return part;
        const { notes: _, ...changed } = change(part);
        return { ...part, ...changed };
      }),
    },
    score: {
      ...song.score,
      parts: song.score.parts.map((part) => (part.id === id ? { ...part, ...change(part) } : part)),
    },
  };
}

function regenerate(song: Song, { section, part }: EditOf<'regenerate'>): Song {
  if (part !== undefined) requirePart(song.plan, part);
  const key = [section, part].filter((name) => name !== undefined).join('/');
  if (key === '') {
    throw new InputError('bad-edit', 'nothing is named that is to be composed anew', {
      hint: 'Name a section, a part, or both: "verse 2", "bass", "verse 2/bass".',
    });
  }
  const before = song.plan.takes[key] ?? 0;
  // By chance a take may be as the one before; the next one is then tried.
  for (let take = before + 1; take < before + MOST_TRIES; take++) {
    const made = withTake(song, { section, part }, { key, take });
    if (JSON.stringify(made.score) !== JSON.stringify(song.score)) return made;
  }
  return withTake(song, { section, part }, { key, take: before + MOST_TRIES });
}

function withTake(
  song: Song,
  { section, part }: Pick<EditOf<'regenerate'>, 'section' | 'part'>,
  { key, take }: { key: string; take: number },
): Song {
  const plan = { ...song.plan, takes: { ...song.plan.takes, [key]: take } };
  const frames = section === undefined ? framesOf(plan) : [requireSection(plan, section)];
  const ids = part === undefined ? plan.parts.map(({ id }) => id) : [part];
  const isWhole = part === undefined;
  return frames.reduce<Song>((edited, frame) => recompose(edited, frame, ids, { isWhole }), {
    ...song,
    plan,
  });
}

/** `song` with the parts of `ids` composed anew in one section, all else staying.
 *  @param options.isWhole whether the chords are composed anew too */
function recompose(
  song: Song,
  frame: SectionFrame,
  ids: readonly string[],
  { isWhole = false }: { isWhole?: boolean } = {},
): Song {
  const { plan, score } = song;
  const kept = new Map(
    score.parts
      .filter(({ id }) => !ids.includes(id))
      .map(({ id, notes }) => [id, notes.filter((note) => isIn(note, frame))]),
  );
  const composed = composeSection(plan, {
    ...{ style: styleOf(plan.style), frame, lines: sungLinesOf(plan), kept },
    ...(!isWhole && { chords: score.chords.filter((chord) => isIn(chord, frame)) }),
  });
  const parts = score.parts.map((part) =>
    ids.includes(part.id)
      ? { ...part, notes: spliced(part.notes, frame, composed.notes.get(part.id) ?? []) }
      : part,
  );
  return {
    ...song,
    score: { ...score, chords: spliced(score.chords, frame, composed.chords), parts },
  };
}

/** What begins before the section, `own`, and what begins after it. */
function spliced<T extends { startBeat: number }>(
  all: readonly T[],
  frame: SectionFrame,
  own: readonly T[],
): T[] {
  const before = all.filter(({ startBeat }) => startBeat < frame.startBeat - 1e-6);
  const after = all.filter(({ startBeat }) => startBeat >= endOf(frame) - 1e-6);
  return [...before, ...own, ...after];
}

function isIn({ startBeat }: { startBeat: number }, frame: SectionFrame): boolean {
  return startBeat >= frame.startBeat - 1e-6 && startBeat < endOf(frame) - 1e-6;
}

function endOf({ startBeat, durationBeats }: SectionFrame): number {
  return startBeat + durationBeats;
}

/** One more section before the last; what comes after it moves on. */
function extend(song: Song, { kind, bars }: EditOf<'extend'>): Song {
  const { plan, score } = song;
  const at = Math.max(1, plan.form.length - 1);
  const number = plan.form.filter((section) => section.kind === kind).length + 1;
  const [fresh] = nameSections([{ kind, bars }], plan.energy);
  const form = [...plan.form];
  form.splice(at, 0, { ...fresh, name: freeName(plan, kind, number) });
  const longer: SongPlan = { ...plan, form };
  const frame = framesOf(longer)[at];
  const moved = <T extends { startBeat: number }>(item: T): T =>
    item.startBeat >= frame.startBeat - 1e-6
      ? { ...item, startBeat: item.startBeat + frame.durationBeats }
      : item;
  const { name, startBeat, durationBeats, energy } = frame;
  const sections = score.sections.map(moved);
  sections.splice(at, 0, { name, kind, startBeat, durationBeats, energy });
  const parts = score.parts.map((part) => ({ ...part, notes: part.notes.map(moved) }));
  const made: Song = {
    ...song,
    plan: longer,
    score: { ...score, sections, chords: score.chords.map(moved), parts },
  };
  return recompose(
    made,
    frame,
    plan.parts.map(({ id }) => id),
    { isWhole: true },
  );
}

function freeName({ form }: SongPlan, kind: string, number: number): string {
  for (let n = number; ; n++) {
    if (!form.some(({ name }) => name === `${kind} ${n}`)) return `${kind} ${n}`;
  }
}

function changeTheme(song: Song, { notes }: EditOf<'theme'>): Song {
  const plan = { ...song.plan, theme: notes };
  const leads = plan.parts
    .filter(({ role }) => role === 'lead' || role === 'harmony')
    .map(({ id }) => id);
  return framesOf(plan).reduce<Song>((edited, frame) => recompose(edited, frame, leads), {
    ...song,
    plan,
  });
}

function requireSection(plan: SongPlan, name: string): SectionFrame {
  const frame = framesOf(plan).find((each) => each.name === name);
  if (frame) return frame;
  throw new InputError('no-such-section', `the song has no section '${name}'`, {
    hint: `It has: ${plan.form.map((section) => section.name).join(', ')}.`,
  });
}

function requirePart(plan: SongPlan, id: string): void {
  if (plan.parts.some((part) => part.id === id)) return;
  throw new InputError('no-such-part', `the song has no part '${id}'`, {
    hint: `It has: ${plan.parts.map((part) => part.id).join(', ')}.`,
  });
}
