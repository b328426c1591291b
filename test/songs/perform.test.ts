import { describe, expect, it } from 'vitest';
import { performPart, secondsOfBeat } from '../../src/songs/perform.js';
import { renderPart, renderStems, stemLength } from '../../src/songs/render-score.js';
import { scoreSchema, type Part, type Score } from '../../src/score/score.js';
import { band } from '../instruments/play.js';

type PartInput = Pick<Part, 'id' | 'role' | 'instrument'> & { notes: [number, number, number][] };

function scoreOf(parts: PartInput[], more: Partial<Score> = {}): Score {
  return scoreSchema.parse({
    ...{ title: 'A test', bpm: 120, metre: { beatsPerBar: 4, beatUnit: 4 }, chords: [] },
    key: { tonic: 0, mode: 'major' },
    sections: [{ name: 'verse', kind: 'verse', startBeat: 0, durationBeats: 8, energy: 0.5 }],
    parts: parts.map(({ notes, ...part }) => ({
      ...part,
      notes: notes.map(([startBeat, durationBeats, pitch]) => ({
        startBeat,
        durationBeats,
        pitch,
        velocity: 0.6,
      })),
    })),
    ...more,
  });
}

const eighths = (pitch: number): [number, number, number][] =>
  Array.from({ length: 16 }, (_, n) => [n / 2, 0.5, pitch + (n % 3)]);
const bass: PartInput = { id: 'bass', role: 'bass', instrument: 'bass', notes: eighths(40) };
const lead: PartInput = { id: 'lead', role: 'lead', instrument: 'synth-lead', notes: eighths(64) };
const hats: PartInput = { id: 'drums', role: 'drums', instrument: '909-kit', notes: eighths(42) };

describe('a performance', () => {
  it('without looseness and swing is what is written', () => {
    const score = scoreOf([lead], { feel: { swing: 0, swungBeats: 0.5, looseness: 0 } });
    const played = performPart(score, score.parts[0], { seed: 1 });
    expect(played.map(({ startSeconds }) => startSeconds)).toEqual(
      Array.from({ length: 16 }, (_, n) => n / 4),
    );
  });

  it('swings pairs into triplets, and leaves the beats where they are', () => {
    const swung = scoreOf([lead], { feel: { swing: 1, swungBeats: 0.5, looseness: 0 } });
    expect(secondsOfBeat(swung, 1)).toBeCloseTo(0.5, 9);
    expect(secondsOfBeat(swung, 1.5)).toBeCloseTo((0.5 * 5) / 3, 9);
    const played = performPart(swung, swung.parts[0], { seed: 1 });
    for (const [n, note] of played.slice(1).entries())
      expect(note.startSeconds).toBeGreaterThan(played[n].startSeconds);
  });

  it('never plays notes in another order, however loose it is', () => {
    const dense = Array.from({ length: 200 }, (_, n): [number, number, number] => [
      n / 32,
      0.03,
      60 + (n % 5),
    ]);
    const score = scoreOf([{ ...lead, notes: dense }], {
      feel: { swing: 0.7, swungBeats: 0.25, looseness: 1 },
    });
    for (let seed = 0; seed < 20; seed++) {
      const played = performPart(score, score.parts[0], { seed });
      expect(played.map(({ pitch }) => pitch)).toEqual(dense.map(([, , pitch]) => pitch));
      for (const { startSeconds, endSeconds, velocity } of played) {
        expect(endSeconds).toBeGreaterThan(startSeconds);
        expect(startSeconds).toBeGreaterThanOrEqual(0);
        expect(velocity).toBeGreaterThan(0);
        expect(velocity).toBeLessThanOrEqual(1);
      }
      for (let n = 1; n < played.length; n++)
        expect(played[n].startSeconds).toBeGreaterThan(played[n - 1].startSeconds);
    }
  });

  it('strays by a few milliseconds, by seed, and each note by itself', () => {
    const score = scoreOf([lead], { feel: { swing: 0, swungBeats: 0.5, looseness: 1 } });
    const [one, same, other] = [1, 1, 2].map((seed) =>
      performPart(score, score.parts[0], { seed }),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    for (const [n, { startSeconds }] of one.entries())
      expect(Math.abs(startSeconds - n / 4)).toBeLessThan(0.03);
    const part = { ...score.parts[0], notes: score.parts[0].notes.filter((_, n) => n !== 8) };
    const without = performPart(score, part, { seed: 1 });
    expect(without.slice(0, 7)).toEqual(one.slice(0, 7));
    expect(without.slice(9)).toEqual(one.slice(10));
  });

  it('strums a guitar, and leaves ghost notes as soft as they are', () => {
    const chord: [number, number, number][] = [40, 47, 52, 56].map((pitch) => [0, 2, pitch]);
    const score = scoreOf([
      { id: 'guitar', role: 'chords', instrument: 'acoustic-guitar', notes: chord },
    ]);
    const onsets = performPart(score, score.parts[0], { seed: 1 }).map(
      ({ startSeconds }) => startSeconds,
    );
    for (let n = 1; n < 4; n++) expect(onsets[n] - onsets[n - 1]).toBeCloseTo(0.012, 6);
    const ghosts = scoreOf([hats]);
    const soft = {
      ...ghosts.parts[0],
      notes: ghosts.parts[0].notes.map((each) => ({ ...each, velocity: 0.2 })),
    };
    for (const { velocity } of performPart(ghosts, soft, { seed: 3 })) expect(velocity).toBe(0.2);
  });
});

describe('the stems of a score', () => {
  const options = { band, sampleRate: 48_000, seed: 5 };

  it('are of one length, without what is sung or muted', async () => {
    const voice: PartInput = { id: 'voice', role: 'lead', instrument: 'voice', notes: eighths(60) };
    const score = scoreOf([bass, voice, lead, hats]);
    score.parts[2].isMuted = true;
    const fractions: number[] = [];
    const stems: string[] = [];
    const watch = { onProgress: (fraction: number) => fractions.push(fraction) };
    for await (const { part, audio } of renderStems(score, { ...options, ...watch })) {
      stems.push(part.id);
      expect(audio.length).toBe(stemLength(score, 48_000));
      expect(audio.channels).toHaveLength(2);
    }
    expect(stems).toEqual(['bass', 'drums']);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it('stay bit by bit as they are when another part is written anew', async () => {
    const before = scoreOf([bass, lead, hats]);
    const after = scoreOf([{ ...bass, notes: eighths(43) }, lead, hats]);
    for (const p of [1, 2]) {
      const [old, fresh] = [before, after].map((score) =>
        renderPart(score, score.parts[p], options),
      );
      expect((await fresh).channels).toEqual((await old).channels);
    }
    const [old, fresh] = [before, after].map((score) => renderPart(score, score.parts[0], options));
    expect((await fresh).channels).not.toEqual((await old).channels);
  });

  it('can be cancelled', async () => {
    const score = scoreOf([bass]);
    const cancelled = renderPart(score, score.parts[0], {
      ...options,
      signal: AbortSignal.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });
});
