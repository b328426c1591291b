import { describe, expect, it } from 'vitest';
import { syllabify } from '../../../src/songs/lyrics/syllabify.js';
import { syllablesOf } from '../../../src/songs/lyrics/fit-lyrics.js';
import { isVowel } from '../../../src/songs/lyrics/phone-alphabet.js';
import { pitchLine } from '../../../src/songs/singing/pitch-line.js';
import type { SungNote } from '../../../src/songs/singing/sung-note.js';
import {
  gatherSyllables,
  timePhones,
  type TimedPhone,
} from '../../../src/songs/singing/time-phones.js';

const SHORT_SECONDS = 0.3;
const LONG_SECONDS = 1.2;

const notes = tune('strong winds are singing me to sleep', [60, 67, 62, 64, 57, 69, 60, 72]);

/** Short notes and a long last one, without rests, from second 1 on. */
function tune(line: string, pitches: readonly number[]): SungNote[] {
  const syllables = syllablesOf(syllabify(line));
  return syllables.map((syllable, i) => ({
    startSeconds: 1 + i * SHORT_SECONDS,
    endSeconds: 1 + i * SHORT_SECONDS + (i + 1 < syllables.length ? SHORT_SECONDS : LONG_SECONDS),
    pitch: pitches[i % pitches.length],
    velocity: 0.63,
    syllable,
  }));
}

function phonesOf(sung: readonly SungNote[]): TimedPhone[] {
  return timePhones(gatherSyllables(sung));
}

describe('when phones are sung', () => {
  it('vowels begin on their notes', () => {
    const vowels = phonesOf(notes).filter(({ role }) => role === 'vowel');
    expect(vowels).toHaveLength(notes.length);
    vowels.forEach(({ startSeconds }, i) => {
      expect(Math.abs(startSeconds - notes[i].startSeconds)).toBeLessThan(0.005);
    });
  });

  it('all phones are there, in their order, one after the other', () => {
    const phones = phonesOf(notes);
    const said = phones.filter(({ role }) => !['silence', 'breath'].includes(role));
    expect(said.map(({ phone }) => phone)).toEqual(
      notes.flatMap(({ syllable }) => syllable?.phones ?? []),
    );
    phones.forEach(({ startSeconds, endSeconds }, i) => {
      expect(startSeconds).toBe(i === 0 ? 0 : phones[i - 1].endSeconds);
      expect(endSeconds).toBeGreaterThan(startSeconds);
    });
  });

  it('the first consonants come before the beat', () => {
    const [s] = phonesOf(notes).filter(({ role }) => role === 'onset');
    expect(s.phone).toBe('S');
    expect(s.startSeconds).toBeGreaterThan(0.5);
    expect(s.startSeconds).toBeLessThan(0.8);
  });

  it('however fast the notes, a vowel keeps at least nearly half of its own', () => {
    const fast = notes.map((note) => ({
      ...note,
      startSeconds: note.startSeconds / 4,
      endSeconds: note.endSeconds / 4,
    }));
    for (const { role, startSeconds, endSeconds } of phonesOf(fast)) {
      if (role === 'vowel') expect(endSeconds - startSeconds).toBeGreaterThan(0.4 * 0.075);
    }
  });

  it('a note without a syllable of its own is held on', () => {
    const held = { text: '', phones: [], isContinued: false };
    const slurred = notes.map((note, i) => (i === 3 ? { ...note, syllable: held } : note));
    const syllables = gatherSyllables(slurred);
    expect(syllables).toHaveLength(notes.length - 1);
    expect(syllables[2].notes).toHaveLength(2);
  });

  it('there is a breath before a phrase, where there is time for it', () => {
    const later = tune('hold on', [60]).map((note) => ({
      ...note,
      startSeconds: note.startSeconds + 5,
      endSeconds: note.endSeconds + 5,
    }));
    const breaths = phonesOf([...notes, ...later]).filter(({ role }) => role === 'breath');
    expect(breaths).toHaveLength(2);
  });

  it('odd notes do no harm', () => {
    const odd = [
      { startSeconds: 0, endSeconds: 0.01 },
      { startSeconds: 0.005, endSeconds: 0.5, phones: ['XX', 'K', '愛'] },
      { startSeconds: 0.5, endSeconds: 0.4 },
      { startSeconds: 0.6, endSeconds: 9, phones: ['AA1', 'AA1', 'K', 'IY0'] },
      { startSeconds: 1, endSeconds: 2 },
    ].map(({ phones, ...note }) => ({
      ...{ ...note, pitch: 60, velocity: 0 },
      ...(phones && { syllable: { text: '', phones, isContinued: false } }),
    }));
    const phones = phonesOf(odd);
    expect(phones.some(({ phone }) => isVowel(phone))).toBe(true);
    for (const { spokenFrames } of phones) expect(spokenFrames).toBeGreaterThan(0);
    expect(phonesOf([])).toEqual([]);
  });
});

describe('the pitch that is sung', () => {
  const syllables = gatherSyllables(notes);
  const line = pitchLine(syllables, timePhones(syllables), { seconds: 5, seed: 1 });
  const centsAt = (seconds: number, pitch: number) =>
    1200 * Math.log2(line.f0Hz[Math.round(seconds / line.hopSeconds)] / 440) - 100 * (pitch - 69);

  it('is within 50 cents of each note for 95 % of its length, leaps of an octave included', () => {
    const phones = timePhones(syllables);
    for (const [n, { startSeconds, pitch }] of notes.entries()) {
      // The consonants of the next syllable are that note's, and the glide to it with them.
      const end = phones.findLast(({ syllable }) => syllable === n)?.endSeconds ?? 0;
      const places = Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100);
      const near = places.filter((place) => {
        const at = startSeconds + place * (end - startSeconds);
        return Math.abs(centsAt(at, pitch)) <= 50;
      });
      expect(near.length).toBeGreaterThanOrEqual(95);
    }
  });

  it('long notes have vibrato after a while, short ones none', () => {
    const { startSeconds, endSeconds, pitch } = notes[notes.length - 1];
    const range = (from: number, to: number) => {
      const cents = Array.from({ length: 60 }, (_, i) =>
        centsAt(from + (i / 60) * (to - from), pitch),
      );
      return Math.max(...cents) - Math.min(...cents);
    };
    expect(range(startSeconds + 0.1, startSeconds + 0.24)).toBeLessThan(30);
    expect(range(startSeconds + 0.6, endSeconds - 0.15)).toBeGreaterThan(45);
  });

  it('bends are followed', () => {
    const bent: SungNote = {
      ...{ startSeconds: 0, endSeconds: 1, pitch: 60, velocity: 1 },
      bend: [
        [0, 0],
        [0.5, 2],
      ],
    };
    const own = gatherSyllables([bent]);
    const curve = pitchLine(own, timePhones(own), { seconds: 1, seed: 1 });
    const hz = curve.f0Hz[Math.round(0.6 / curve.hopSeconds)];
    expect(Math.abs(69 + 12 * Math.log2(hz / 440) - 62)).toBeLessThan(0.5);
  });
});
