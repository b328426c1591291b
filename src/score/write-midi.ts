import { chordSymbol } from './chord-symbol.js';
import { midiProgramOf } from './general-midi.js';
import { keyFifths, usesFlats } from './pitch-names.js';
import type { Note, Part, Score } from './score.js';

/** Ticks of a quarter note: fine enough for what musicians play, divisible by 3 and 32. */
const TICKS_PER_BEAT = 960;
const DRUM_CHANNEL = 9;
/** The bend range that instruments have until told otherwise, semitones either way. */
const USUAL_BEND_RANGE = 2;
/** Bends are written as points this far apart at least, in beats. */
const BEND_STEP_BEATS = 1 / 32;
const BEND_CENTRE = 8192;

/** An event with its time. Of events at the same tick, those of lower `rank` come first, so that a
 *  note ends before it is struck again. */
interface TrackEvent {
  tick: number;
  rank: number;
  bytes: number[];
}

/** `score` as a Standard MIDI File (format 1): a first track with tempo, metre, key, sections (as
 *  markers) and chords (as texts), and one track for each part, with its program, lyrics and bends.
 *  Muted parts are left out. Beyond 15 pitched parts channels are shared. */
export function writeMidi(score: Score): Uint8Array {
  const parts = score.parts.filter(({ isMuted }) => !isMuted);
  const channels = channelsOf(parts);
  const tracks = [conductorTrack(score), ...parts.map((part, i) => partTrack(part, channels[i]))];
  const header = [...ascii('MThd'), ...uint32(6), ...uint16(1), ...uint16(tracks.length)];
  return Uint8Array.from([...header, ...uint16(TICKS_PER_BEAT), ...tracks.flatMap(encodeTrack)]);
}

function channelsOf(parts: readonly Part[]): number[] {
  let pitched = 0;
  return parts.map(({ role }) => {
    if (role === 'drums') return DRUM_CHANNEL;
    const channel = pitched++ % 15;
    return channel < DRUM_CHANNEL ? channel : channel + 1;
  });
}

function conductorTrack(score: Score): TrackEvent[] {
  const { title, bpm, metre, key, sections, chords } = score;
  const useFlats = usesFlats(key);
  const isMinor = ['minor', 'dorian', 'phrygian'].includes(key.mode);
  const microseconds = Math.round(60e6 / bpm);
  return [
    meta(0, 0x03, utf8(title)),
    meta(0, 0x51, uint32(microseconds).slice(1)),
    meta(0, 0x58, [metre.beatsPerBar, Math.log2(metre.beatUnit), 24, 8]),
    meta(0, 0x59, [keyFifths(key) & 0xff, isMinor ? 1 : 0]),
    ...sections.map(({ name, startBeat }) => meta(startBeat, 0x06, utf8(name))),
    ...chords.map((chord) => meta(chord.startBeat, 0x01, utf8(chordSymbol(chord, useFlats)))),
  ];
}

function partTrack(part: Part, channel: number): TrackEvent[] {
  const bendRange = bendRangeOf(part);
  return [
    meta(0, 0x03, utf8(part.id)),
    ...(part.role === 'drums' ? [] : [programChange(part, channel)]),
    ...(bendRange ? bendRangeEvents(bendRange, channel) : []),
    ...part.notes.flatMap((note) => [
      ...lyricOf(note),
      ...noteEvents(note, channel),
      ...(bendRange ? bendEvents(note, { channel, range: bendRange }) : []),
    ]),
  ];
}

function programChange({ instrument }: Part, channel: number): TrackEvent {
  return event(0, 1, [0xc0 | channel, midiProgramOf(instrument)]);
}

/** @returns 0 where nothing bends */
function bendRangeOf({ notes }: Part): number {
  const furthest = notes.reduce((most, { pitch, bend = [] }) => {
    const offset = pitch - keyOf(pitch);
    return bend.reduce(
      (far, [, semitones]) => Math.max(far, Math.abs(offset + semitones)),
      Math.max(most, Math.abs(offset)),
    );
  }, 0);
  return furthest === 0 ? 0 : Math.max(USUAL_BEND_RANGE, Math.ceil(furthest));
}

/** Registered parameter 0: the range of the bend wheel. */
function bendRangeEvents(range: number, channel: number): TrackEvent[] {
  const control = (number: number, value: number) => event(0, 1, [0xb0 | channel, number, value]);
  return [control(101, 0), control(100, 0), control(6, range), control(38, 0)];
}

function lyricOf({ startBeat, syllable }: Note): TrackEvent[] {
  if (!syllable?.text) return [];
  // A hyphen where the word goes on, as karaoke files have it.
  return [meta(startBeat, 0x05, utf8(syllable.text + (syllable.isContinued ? '-' : ' ')))];
}

function noteEvents(
  { startBeat, durationBeats, pitch, velocity }: Note,
  channel: number,
): TrackEvent[] {
  const key = keyOf(pitch);
  const force = Math.min(127, Math.max(1, Math.round(velocity * 127)));
  return [
    event(startBeat, 3, [0x90 | channel, key, force]),
    event(Math.max(startBeat + durationBeats, startBeat + 1 / TICKS_PER_BEAT), 0, [
      0x80 | channel,
      key,
      64,
    ]),
  ];
}

/** The bend wheel over one note, from straight to straight. It moves all notes of its channel. */
function bendEvents(
  note: Note,
  { channel, range }: { channel: number; range: number },
): TrackEvent[] {
  const offset = note.pitch - keyOf(note.pitch);
  const wheel = (beat: number, semitones: number) => {
    const value = BEND_CENTRE + Math.round(((offset + semitones) / range) * BEND_CENTRE);
    const limited = Math.min(16383, Math.max(0, value));
    return event(beat, 2, [0xe0 | channel, limited & 127, limited >> 7]);
  };
  const points = note.bend ?? [];
  const first = wheel(note.startBeat, points.length > 0 ? bendAt(points, 0) : 0);
  const end = points.at(-1)?.[0] ?? 0;
  const steps = Math.floor(Math.min(end, note.durationBeats) / BEND_STEP_BEATS);
  const moved = Array.from({ length: steps }, (_, i) => {
    const beat = (i + 1) * BEND_STEP_BEATS;
    return wheel(note.startBeat + beat, bendAt(points, beat));
  });
  return [first, ...moved];
}

/** The bend at `beat` of a note, semitones: linear between `points`, and as at their ends beyond. */
function bendAt(points: readonly (readonly [number, number])[], beat: number): number {
  const next = points.findIndex(([at]) => at >= beat);
  if (next < 0) return points[points.length - 1][1];
  if (next === 0) return points[0][1];
  const [[from, low], [to, high]] = [points[next - 1], points[next]];
  return low + ((high - low) * (beat - from)) / (to - from);
}

function keyOf(pitch: number): number {
  return Math.min(127, Math.max(0, Math.round(pitch)));
}

function event(beat: number, rank: number, bytes: number[]): TrackEvent {
  return { tick: Math.round(beat * TICKS_PER_BEAT), rank, bytes };
}

function meta(beat: number, type: number, data: readonly number[]): TrackEvent {
  return event(beat, 1, [0xff, type, ...variableLength(data.length), ...data]);
}

function encodeTrack(events: readonly TrackEvent[]): number[] {
  const sorted = [...events].sort((a, b) => a.tick - b.tick || a.rank - b.rank);
  const bytes: number[] = [];
  let now = 0;
  for (const { tick, bytes: message } of sorted) {
    bytes.push(...variableLength(tick - now), ...message);
    now = tick;
  }
  bytes.push(0, 0xff, 0x2f, 0);
  return [...ascii('MTrk'), ...uint32(bytes.length), ...bytes];
}

/** Seven bits a byte, the most significant first, all but the last marked. */
function variableLength(value: number): number[] {
  const bytes = [value & 127];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 127) | 128);
  return bytes;
}

function uint16(value: number): number[] {
  return [(value >> 8) & 255, value & 255];
}

function uint32(value: number): number[] {
  return [...uint16(value >>> 16), ...uint16(value & 0xffff)];
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function utf8(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}
