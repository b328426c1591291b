import { isPhone, isVowel } from '../lyrics/phone-alphabet.js';
import type { SungNote } from './sung-note.js';

export const SILENCE = 'SIL';
/** What a breath sounds like. */
const BREATH = 'HH';

/** How long consonants are when there is time enough, in ms: what a reader takes
 *  (medians of kathleen's recordings, as aligned for the training), a little longer. */
const CONSONANT_MS: Readonly<Record<string, number>> = {
  ...{ B: 75, CH: 135, D: 65, DH: 60, F: 115, G: 90, HH: 85, JH: 125, K: 105, L: 90, M: 85 },
  ...{ N: 75, NG: 105, P: 105, R: 80, S: 130, SH: 155, T: 90, TH: 105, V: 75, W: 85, Y: 95 },
  ...{ Z: 105, ZH: 125 },
};
/** How long vowels are at most when read; singing holds them on in their middle. */
const SPOKEN_VOWEL_MS: Readonly<Record<string, number>> = {
  ...{ AA: 190, AE: 170, AH: 110, AO: 200, AW: 240, AY: 220, EH: 130, ER: 180, EY: 210, IH: 100 },
  ...{ IY: 170, OW: 200, OY: 260, UH: 110, UW: 170 },
};
/** In clusters each consonant is shorter. */
const IN_CLUSTER = 0.85;
/** A vowel keeps this much of a note, or half of it. */
const LEAST_VOWEL_SECONDS = 0.1;
/** Rests shorter than this aren't heard: the vowel is held over them. */
const LEGATO_SECONDS = 0.08;
/** How far a last consonant may reach into a rest. */
const RELEASE_SECONDS = 0.08;
/** Rests with room for a breath, how long it is, and how long before the first sound it ends. */
const BREATH_REST_SECONDS = 0.4;
const BREATH_SECONDS = 0.28;
const HELD_BREATH_SECONDS = 0.05;
export const FRAME_SECONDS = 0.01;
const LEAST_FRAMES = 2;
const MOST_SILENT_FRAMES = 30;

/** A phone and when it is sung. */
export interface TimedPhone {
  phone: string;
  startSeconds: number;
  endSeconds: number;
  /** How many frames of 10 ms it would have in speech. */
  spokenFrames: number;
  /** Which syllable it belongs to (index in `SungSyllable[]`); −1 silence and breath. */
  syllable: number;
  role: 'onset' | 'vowel' | 'coda' | 'silence' | 'breath';
}

/** A syllable with all the notes that it is sung on. */
export interface SungSyllable {
  notes: SungNote[];
  onset: string[];
  vowel: string;
  coda: string[];
}

/** Syllables with their notes in time; one that has none of its own is joined to the one before. */
export function gatherSyllables(notes: readonly SungNote[]): SungSyllable[] {
  const inTime = [...notes].sort((a, b) => a.startSeconds - b.startSeconds);
  const syllables: SungSyllable[] = [];
  inTime.forEach((note, n) => {
    const next = inTime[n + 1];
    const end = Math.min(note.endSeconds, next?.startSeconds ?? Infinity);
    if (end <= note.startSeconds) return;
    const own = { ...note, endSeconds: end };
    const last = syllables[syllables.length - 1];
    if (note.syllable?.phones.length === 0 && last && follows(own, last)) last.notes.push(own);
    else syllables.push(syllableOf(own));
  });
  return syllables;
}

function follows(note: SungNote, { notes }: SungSyllable): boolean {
  return note.startSeconds - notes[notes.length - 1].endSeconds < LEGATO_SECONDS;
}

function syllableOf(note: SungNote): SungSyllable {
  const phones = (note.syllable?.phones ?? ['UW1']).filter(isPhone);
  const place = phones.findIndex(isVowel);
  return {
    notes: [note],
    onset: place < 0 ? phones : phones.slice(0, place),
    vowel: phones[place] ?? 'AH1',
    coda: place < 0 ? [] : phones.slice(place + 1),
  };
}

/** When each phone is sung: vowels on the beat, consonants before it, taken from the end of the note
 *  before; silence and breaths between. Covers the time from 0 to the last sound without gaps. */
export function timePhones(syllables: readonly SungSyllable[]): TimedPhone[] {
  const line = new PhoneLine();
  syllables.forEach((syllable, s) => {
    const next = syllables[s + 1];
    const vowelStart = Math.max(startOf(syllable), line.end);
    const before = lengthOf(syllable.onset);
    const isFirst = !isLegato(syllables[s - 1], syllable);
    if (isFirst) line.rest(Math.max(line.end, vowelStart - before));
    const room = line.take(syllable.onset, 'onset', {
      syllable: s,
      until: vowelStart,
      fill: !isFirst,
    });
    const legato = next && isLegato(syllable, next);
    const end = legato ? startOf(next) : endOf(syllable) + releaseOf(syllable, next);
    const after = lengthOf(syllable.coda) + (legato ? lengthOf(next.onset) : 0);
    const time = Math.max(LEAST_FRAMES * FRAME_SECONDS, end - room);
    const most = time - Math.min(time / 2, LEAST_VOWEL_SECONDS);
    const scale = Math.min(1, most / Math.max(1e-6, after));
    line.add(syllable.vowel, 'vowel', { syllable: s, until: room + time - after * scale });
    const codaEnd = line.end + lengthOf(syllable.coda) * scale;
    line.take(syllable.coda, 'coda', { syllable: s, until: codaEnd, fill: true });
  });
  return line.phones;
}

function startOf({ notes }: SungSyllable): number {
  return notes[0].startSeconds;
}

function endOf({ notes }: SungSyllable): number {
  return notes[notes.length - 1].endSeconds;
}

function isLegato(before: SungSyllable | undefined, next: SungSyllable): boolean {
  if (!before) return false;
  return startOf(next) - endOf(before) < lengthOf(next.onset) + LEGATO_SECONDS;
}

function releaseOf({ coda, notes }: SungSyllable, next: SungSyllable | undefined): number {
  if (coda.length === 0) return 0;
  const rest = next ? startOf(next) - notes[notes.length - 1].endSeconds : Infinity;
  return Math.min(RELEASE_SECONDS, rest / 3);
}

function lengthOf(phones: readonly string[]): number {
  return phones.reduce((sum, phone) => sum + secondsOf(phone, phones.length), 0);
}

function secondsOf(phone: string, cluster: number): number {
  const ms = CONSONANT_MS[phone] ?? SPOKEN_VOWEL_MS[phone.slice(0, 2)];
  return (ms / 1000) * (cluster > 1 ? IN_CLUSTER : 1);
}

interface Place {
  syllable: number;
  until: number;
}

/** Phones one after the other. */
class PhoneLine {
  readonly phones: TimedPhone[] = [];
  end = 0;

  add(phone: string, role: TimedPhone['role'], { syllable, until }: Place): void {
    if (until <= this.end) return;
    const frames = (until - this.end) / FRAME_SECONDS;
    const most = role === 'vowel' ? SPOKEN_VOWEL_MS[phone.slice(0, 2)] / 10 : MOST_SILENT_FRAMES;
    const spokenFrames = Math.max(LEAST_FRAMES, Math.round(Math.min(frames, most)));
    this.phones.push({
      phone,
      role,
      syllable,
      startSeconds: this.end,
      endSeconds: until,
      spokenFrames,
    });
    this.end = until;
  }

  /** Adds `phones` by their lengths, up to `until`.
   *  @param place.fill scales them to fill all the time there is
   *  @returns where they end */
  take(
    phones: readonly string[],
    role: TimedPhone['role'],
    place: Place & { fill: boolean },
  ): number {
    const { syllable, until, fill } = place;
    const [start, length] = [this.end, lengthOf(phones)];
    const scale = fill || start + length > until ? (until - start) / Math.max(1e-6, length) : 1;
    let at = start;
    for (const phone of phones) {
      at += secondsOf(phone, phones.length) * scale;
      this.add(phone, role, { syllable, until: at });
    }
    return this.end;
  }

  /** Silence until `until`, with a breath at its end where there is room. */
  rest(until: number): void {
    const breathEnd = until - HELD_BREATH_SECONDS;
    if (until - this.end > BREATH_REST_SECONDS) {
      this.add(SILENCE, 'silence', { syllable: -1, until: breathEnd - BREATH_SECONDS });
      this.add(BREATH, 'breath', { syllable: -1, until: breathEnd });
    }
    this.add(SILENCE, 'silence', { syllable: -1, until });
  }
}
