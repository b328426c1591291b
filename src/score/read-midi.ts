import { InputError } from '../errors.js';
import { instrumentOfProgram } from './general-midi.js';
import { keyFifths, type Key } from './pitch-names.js';
import type { Note, Part, Score } from './score.js';
import { scoreEnd } from './score-time.js';

const DRUM_CHANNEL = 9;
/** Beyond these a file is refused: no piece of music has so many. */
const MOST_TRACKS = 256;
const MOST_NOTES = 100_000;
const MOST_BEATS = 10_000;

/** What was read of one track and channel. */
interface Voice {
  name: string;
  channel: number;
  program: number;
  notes: Note[];
}

interface Piece {
  ticksPerBeat: number;
  title: string;
  bpm: number;
  metre: Score['metre'];
  key: Key;
  voices: Voice[];
  sections: { name: string; startBeat: number }[];
}

/** A Standard MIDI File as a score, at the tempo, metre and key that it begins with: a part for each
 *  track and channel with notes. Bends and chords aren't read.
 *  @throws InputError `bad-midi` */
export function readMidi(bytes: Uint8Array): Score {
  const piece = readPiece(new Reader(bytes));
  const parts = piece.voices.filter(({ notes }) => notes.length > 0).map(toPart);
  const { title, bpm, metre, key } = piece;
  const score: Score = { title, bpm, metre, key, sections: [], chords: [], parts };
  return { ...score, sections: toSections(piece, scoreEnd(score)) };
}

function toPart({ name, channel, program, notes }: Voice, index: number): Part {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30);
  const isDrums = channel === DRUM_CHANNEL;
  return {
    id: `${id || 'part'}-${index + 1}`,
    role: isDrums ? 'drums' : index === 0 ? 'lead' : 'chords',
    instrument: isDrums ? 'drums' : instrumentOfProgram(program),
    isMuted: false,
    notes: notes.sort((a, b) => a.startBeat - b.startBeat || a.pitch - b.pitch),
  };
}

function toSections({ sections }: Piece, end: number): Score['sections'] {
  const inside = sections.filter(({ startBeat }) => startBeat < end).slice(0, 200);
  return inside.map(({ name, startBeat }, i) => ({
    name: `${name.slice(0, 50) || 'section'} ${i + 1}`,
    kind: 'section',
    startBeat,
    durationBeats: Math.max((inside[i + 1]?.startBeat ?? end) - startBeat, 1e-3),
    energy: 0.5,
  }));
}

function readPiece(reader: Reader): Piece {
  if (reader.text(4) !== 'MThd') throw badMidi("it doesn't begin with MThd");
  const headerEnd = reader.uint32() + reader.at;
  reader.uint16();
  const tracks = reader.uint16();
  const division = reader.uint16();
  if (division === 0 || division & 0x8000) throw badMidi('its time is in SMPTE frames, not beats');
  if (tracks > MOST_TRACKS) throw badMidi(`it has ${tracks} tracks`);
  const piece: Piece = {
    ...{ ticksPerBeat: division, title: 'Untitled', bpm: 120, voices: [], sections: [] },
    metre: { beatsPerBar: 4, beatUnit: 4 },
    key: { tonic: 0, mode: 'major' },
  };
  reader.at = headerEnd;
  for (let i = 0; i < tracks && !reader.isAtEnd; i++) readChunk(reader, piece);
  return piece;
}

function readChunk(reader: Reader, piece: Piece): void {
  const kind = reader.text(4);
  const length = reader.uint32();
  const chunk = reader.part(length);
  if (kind === 'MTrk') new TrackReader(chunk, piece).read();
}

/** Reads the events of one track into a piece. */
class TrackReader {
  #ticks = 0;
  #status = 0;
  #name = '';
  #lyric?: { beat: number; text: string };
  readonly #voices = new Map<number, Voice>();
  readonly #held = new Map<number, Note[]>();

  constructor(
    readonly reader: Reader,
    readonly piece: Piece,
  ) {}

  read(): void {
    while (!this.reader.isAtEnd) {
      this.#ticks += this.reader.variableLength();
      if (this.#beat > MOST_BEATS) throw badMidi(`it lasts longer than ${MOST_BEATS} beats`);
      this.#readEvent();
    }
    this.#held.forEach((notes) => notes.forEach((note) => this.#release(note)));
    for (const voice of this.#voices.values())
      this.piece.voices.push({ ...voice, name: this.#name });
  }

  get #beat(): number {
    return this.#ticks / this.piece.ticksPerBeat;
  }

  #readEvent(): void {
    const byte = this.reader.byte();
    if (byte === 0xff) return this.#readMeta();
    if (byte === 0xf0 || byte === 0xf7) {
      this.reader.part(this.reader.variableLength());
      return;
    }
    if (byte >= 0x80) this.#status = byte;
    if (this.#status < 0x80) throw badMidi('an event has no status');
    const first = byte >= 0x80 ? this.reader.byte() : byte;
    const kind = this.#status & 0xf0;
    const second = kind === 0xc0 || kind === 0xd0 ? 0 : this.reader.byte();
    this.#take(kind, { channel: this.#status & 15, first: first & 127, second: second & 127 });
  }

  #take(kind: number, event: { channel: number; first: number; second: number }): void {
    const { channel, first, second } = event;
    const key = channel * 128 + first;
    if (kind === 0xc0) this.#voice(channel).program = first;
    if (kind === 0x80 || (kind === 0x90 && second === 0)) {
      const note = this.#held.get(key)?.shift();
      if (note) this.#release(note);
    }
    if (kind === 0x90 && second > 0) this.#strike(channel, { key, pitch: first, velocity: second });
  }

  #strike(channel: number, struck: { key: number; pitch: number; velocity: number }): void {
    const { notes } = this.#voice(channel);
    if (notes.length >= MOST_NOTES) throw badMidi(`a track has more than ${MOST_NOTES} notes`);
    const note: Note = {
      startBeat: this.#beat,
      durationBeats: 0,
      pitch: struck.pitch,
      velocity: struck.velocity / 127,
      ...this.#takeLyric(),
    };
    notes.push(note);
    this.#held.set(struck.key, [...(this.#held.get(struck.key) ?? []), note]);
  }

  #release(note: Note): void {
    note.durationBeats = Math.max(this.#beat - note.startBeat, 1 / this.piece.ticksPerBeat);
  }

  #takeLyric(): Pick<Note, 'syllable'> {
    const lyric = this.#lyric;
    this.#lyric = undefined;
    if (lyric?.beat !== this.#beat) return {};
    const isContinued = lyric.text.endsWith('-');
    const text = lyric.text.replace(/-$/, '').trim().slice(0, 60);
    return { syllable: { text, phones: [], isContinued } };
  }

  #voice(channel: number): Voice {
    const voice = this.#voices.get(channel) ?? { name: '', channel, program: 0, notes: [] };
    this.#voices.set(channel, voice);
    return voice;
  }

  #readMeta(): void {
    const type = this.reader.byte();
    const data = this.reader.part(this.reader.variableLength());
    const isFirst = this.#ticks === 0;
    if (type === 0x03) this.#nameTrack(data.utf8());
    if (type === 0x05) this.#lyric = { beat: this.#beat, text: data.utf8() };
    if (type === 0x06) this.piece.sections.push({ name: data.utf8(), startBeat: this.#beat });
    if (type === 0x51 && isFirst && data.length === 3) this.piece.bpm = tempoOf(data);
    if (type === 0x58 && isFirst && data.length >= 2) this.piece.metre = metreOf(data);
    if (type === 0x59 && isFirst && data.length === 2) this.piece.key = keyOf(data);
  }

  #nameTrack(name: string): void {
    this.#name = name;
    if (this.piece.voices.length === 0 && this.piece.title === 'Untitled' && name) {
      this.piece.title = name.slice(0, 200);
    }
  }
}

function tempoOf(data: Reader): number {
  const microseconds = (data.byte() << 16) | data.uint16();
  return Math.min(400, Math.max(20, 60e6 / Math.max(1, microseconds)));
}

function metreOf(data: Reader): Score['metre'] {
  const count = Math.min(16, Math.max(1, data.byte()));
  const unit = 2 ** data.byte();
  const beatUnit = ([2, 4, 8, 16] as const).find((known) => known === unit) ?? 4;
  return { beatsPerBar: count, beatUnit };
}

function keyOf(data: Reader): Key {
  const fifths = (data.byte() << 24) >> 24;
  const mode = data.byte() === 1 ? 'minor' : 'major';
  const tonics = Array.from({ length: 12 }, (_, tonic) => tonic);
  const tonic = tonics.find((each) => keyFifths({ tonic: each, mode }) === fifths) ?? 0;
  return { tonic, mode };
}

/** Reads big-endian numbers from bytes that may end anywhere. */
class Reader {
  at = 0;

  constructor(readonly bytes: Uint8Array) {}

  get length(): number {
    return this.bytes.length;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    if (this.isAtEnd) throw badMidi('it ends too early');
    return this.bytes[this.at++];
  }

  uint16(): number {
    return (this.byte() << 8) | this.byte();
  }

  uint32(): number {
    return this.uint16() * 65536 + this.uint16();
  }

  variableLength(): number {
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.byte();
      value = (value << 7) | (byte & 127);
      if (byte < 128) return value;
    }
    throw badMidi('a length in it is too long');
  }

  text(length: number): string {
    return String.fromCharCode(...this.part(length).bytes);
  }

  utf8(): string {
    return new TextDecoder().decode(this.bytes.subarray(0, 1000));
  }

  /** The next `length` bytes. */
  part(length: number): Reader {
    if (this.at + length > this.bytes.length) throw badMidi('it ends too early');
    const part = new Reader(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return part;
  }
}

function badMidi(why: string): InputError {
  return new InputError('bad-midi', `that is no MIDI file that can be read: ${why}`, {
    hint: 'Export it again as a Standard MIDI File.',
  });
}
