import { describe, expect, it } from 'vitest';
import { fitToBeats, semitonesIntoKey } from '../../src/instruments/backing/fit-to-backing.js';
import { hearBacking } from '../../src/instruments/backing/hear-backing.js';
import type { Melody } from '../../src/instruments/melody/melody.js';
import { composeDemoSong } from '../../src/songs/demo-song.js';

it('key, tempo and beat of the demo song are heard as they were written', async () => {
  const { key, bpm, firstBeatSeconds } = await hearBacking(composeDemoSong().accompaniment);
  expect(bpm).toBeCloseTo(92, 0);
  // The first beat is at 0 s; one of the beats, a frame or two late, is as good.
  const beatSeconds = 60 / 92;
  const place = firstBeatSeconds / beatSeconds;
  expect(Math.abs(place - Math.round(place)) * beatSeconds).toBeLessThan(0.04);
  // D minor, or the major key with the same notes.
  expect([
    { tonic: 2, mode: 'minor' },
    { tonic: 5, mode: 'major' },
  ]).toContainEqual(key);
});

describe('a hum over music', () => {
  const backing = { key: { tonic: 0, mode: 'major' as const }, bpm: 120, firstBeatSeconds: 0.1 };

  it('stays where it is when it was sung in key, and else moves there by as little as it can', () => {
    const notes = (pitches: number[]) => pitches.map((pitch) => ({ pitch, length: 1 }));
    expect(semitonesIntoKey(notes([60, 64, 67, 65]), backing)).toBe(0);
    expect(semitonesIntoKey(notes([61, 63, 65, 66, 68, 70, 72, 73]), backing)).toBe(-1);
  });

  it('is brought onto the beats, faster where it dragged', () => {
    const { melody, stretch } = fitToBeats(sung({ late: 0.17, slower: 1.04 }), backing);
    expect(stretch).toBeCloseTo(1 / 1.04, 2);
    for (const { from } of melody.notes) {
      const eighths = (from / 100 - backing.firstBeatSeconds) / 0.25;
      expect(Math.abs(eighths - Math.round(eighths))).toBeLessThan(0.1);
    }
    expect(melody.line.pitch[melody.notes[2].from + 5]).toBe(62);
  });

  it('that is on the beats already stays as it is', () => {
    const steady = sung({ late: 0.1, slower: 1 });
    const { melody, stretch } = fitToBeats(steady, backing);
    expect(stretch).toBe(1);
    expect(melody.notes.map(({ from }) => from)).toEqual(steady.notes.map(({ from }) => from));
  });
});

/** Eight notes of a quarter each at 120 beats a minute, the n-th at pitch 60 + n. */
function sung({ late, slower }: { late: number; slower: number }): Melody {
  const notes = Array.from({ length: 8 }, (_, n) => {
    const from = Math.round(100 * (late + 0.5 * n * slower));
    return { from, to: from + 40, pitch: 60 + n };
  });
  const line = { pitch: new Float32Array(600), levelDb: new Float32Array(600) };
  for (const { from, to, pitch } of notes) line.pitch.fill(pitch, from, to);
  return { line, notes };
}
