import { describe, expect, it } from 'vitest';
import { scoreSchema } from '../../src/score/score.js';
import { makeSong } from '../../src/songs/make-song.js';
import { styles } from '../../src/songs/styles/index.js';
import {
  endsOnTonic,
  likeness,
  melodyFacts,
  melodyOf,
  melodyShape,
  sectionNotes,
} from './support/theory.js';

/** `npm run eval:song` counts the same over 200 seeds. */
const SEEDS = 48;

describe('composed songs', () => {
  const songs = Array.from({ length: SEEDS }, (_, seed) => {
    const style = styles[seed % styles.length];
    return makeSong(style.name, { seed, durationSeconds: 100, isInstrumental: seed % 2 === 0 })
      .song;
  });
  const facts = songs.map(({ score }) => melodyFacts(score));
  const sum = (count: (fact: (typeof facts)[number]) => number) =>
    facts.reduce((total, fact) => total + count(fact), 0);

  it('are valid scores, whose parts all play', () => {
    for (const { score } of songs) {
      expect(scoreSchema.safeParse(score).error).toBeUndefined();
      expect(melodyOf(score).notes.length, score.title).toBeGreaterThan(10);
    }
  });

  it('have at least 85 % of the melody on strong beats in the chord, each song 75 %', () => {
    expect(sum(({ onBeatInChord }) => onBeatInChord) / sum(({ onBeat }) => onBeat)).toBeGreaterThan(
      0.85,
    );
    for (const { onBeat, onBeatInChord } of facts)
      expect(onBeatInChord / onBeat).toBeGreaterThan(0.75);
  });

  it('leap beyond an octave in less than 1 % of steps', () => {
    expect(
      sum(({ leapsBeyondOctave }) => leapsBeyondOctave) / sum(({ intervals }) => intervals),
    ).toBeLessThan(0.01);
  });

  it('never double the bass for more than three notes', () => {
    for (const { longestParallel } of facts) expect(longestParallel).toBeLessThanOrEqual(3);
  });

  it('end on their tonic', () => {
    for (const { score } of songs) expect(endsOnTonic(score), score.title).toBe(true);
  });

  it('repeat their sections, and vary them', () => {
    const pairs = songs.flatMap(({ score }) => {
      const verses = score.sections.flatMap(({ kind, durationBeats }, i) =>
        kind === 'verse' ? [{ i, durationBeats }] : [],
      );
      if (verses.length < 2 || verses[0].durationBeats !== verses[1].durationBeats) return [];
      const lead = melodyOf(score);
      return [
        likeness(sectionNotes(score, lead, verses[0].i), sectionNotes(score, lead, verses[1].i)),
      ];
    });
    expect(pairs.length).toBeGreaterThan(10);
    // Sung verses have other words, and so another rhythm.
    expect(pairs.reduce((total, share) => total + share, 0) / pairs.length).toBeGreaterThan(0.35);
    expect(pairs.filter((share) => share === 1).length).toBeLessThan(pairs.length / 4);
  });

  it('are never alike for two seeds', () => {
    const [first, ...others] = Array.from({ length: 12 }, (_, seed) => {
      const { song } = makeSong('pop, instrumental, 100 bpm in C major', {
        seed,
        durationSeconds: 60,
      });
      return melodyShape(melodyOf(song.score)).join(' ');
    });
    expect(new Set([first, ...others]).size).toBe(12);
  });

  it('are the same for the same seed', () => {
    const make = () => makeSong('sad folk song about rain', { seed: 7 });
    expect(make()).toEqual(make());
  });

  it('last as long as they were asked to, to a bar', () => {
    for (const style of styles) {
      for (const seconds of [20, 60, 180]) {
        const { score } = makeSong(style.name, { seed: 3, durationSeconds: seconds }).song;
        const last = score.sections.at(-1)!;
        const barSeconds = (score.metre.beatsPerBar * 60) / score.bpm;
        const length = ((last.startBeat + last.durationBeats) * 60) / score.bpm;
        expect(Math.abs(length - seconds), `${style.id} ${seconds}`).toBeLessThanOrEqual(
          barSeconds,
        );
      }
    }
  });
});
