import { describe, expect, it } from 'vitest';
import { heardFromJson, heardToJson } from '../../src/instruments/listening/heard-file.js';
import { correctMelody } from '../../src/instruments/melody/correct-melody.js';
import { estimateKey, pitchClassWeights } from '../../src/instruments/melody/estimate-key.js';
import type { Melody } from '../../src/instruments/melody/melody.js';
import { moveMelody, octavesIntoRange } from '../../src/instruments/melody/move-melody.js';
import { playedNotesOf } from '../../src/instruments/melody/played-notes.js';
import { snapPitch } from '../../src/instruments/melody/snap-pitch.js';
import { snapTime } from '../../src/instruments/melody/snap-time.js';

/** Notes of 40 frames each, 10 frames apart, with a vibrato of ±0.3 around `pitches`. */
function melodyAt(pitches: readonly number[]): Melody {
  const length = 50 * pitches.length;
  const line = { pitch: new Float32Array(length), levelDb: new Float32Array(length).fill(-6) };
  const notes = pitches.map((pitch, n) => ({ from: 50 * n, to: 50 * n + 40, pitch }));
  for (const { from, to, pitch } of notes) {
    for (let t = from; t < to; t++) line.pitch[t] = pitch + 0.3 * Math.sin(t / 3);
  }
  return { line, notes };
}

const C_MAJOR = [0, 2, 4, 5, 7, 9, 11];

describe('a melody in the range of an instrument', () => {
  it('moves by octaves, as a whole, only as far as it must', () => {
    const sung = melodyAt([48, 55, 60]);
    expect(octavesIntoRange(sung, { lowest: 36, highest: 84 })).toBe(0);
    expect(octavesIntoRange(sung, { lowest: 60, highest: 95 })).toBe(1);
    expect(octavesIntoRange(sung, { lowest: 24, highest: 50 })).toBe(-1);
  });

  it('keeps its intervals, its slides and its pauses', () => {
    const sung = melodyAt([48, 55]);
    const { line, notes } = moveMelody(sung, 12);
    expect(notes.map(({ pitch }) => pitch)).toEqual([60, 67]);
    line.pitch.forEach((pitch, t) => {
      const was = sung.line.pitch[t];
      expect(pitch).toBeCloseTo(was > 0 ? was + 12 : 0, 4);
    });
  });
});

describe('snapping to a key', () => {
  const sung = melodyAt([60.4, 61.7, 66.7]);

  it('changes nothing at 0 and lands on notes of the key at 1', () => {
    expect(snapPitch(sung, { scale: C_MAJOR, amount: 0 })).toEqual(sung);
    const { notes } = snapPitch(sung, { scale: C_MAJOR, amount: 1 });
    expect(notes.map(({ pitch }) => pitch)).toEqual([60, 62, 67]);
  });

  it('goes half of the way at 0.5, and keeps the vibrato', () => {
    const { line, notes } = snapPitch(sung, { scale: C_MAJOR, amount: 0.5 });
    expect(notes[0].pitch).toBeCloseTo(60.2);
    expect(line.pitch[20] - line.pitch[25]).toBeCloseTo(sung.line.pitch[20] - sung.line.pitch[25]);
  });
});

describe('snapping to a grid', () => {
  it('brings beginnings onto its lines and keeps what happens in between', () => {
    const sung = melodyAt([60, 62, 64]);
    const late: Melody = {
      line: sung.line,
      notes: sung.notes.map((note) => ({ ...note, from: note.from + 3 })),
    };
    const { notes, line } = snapTime(late, { bpm: 120, perBeat: 1, amount: 1 });
    expect(notes.map(({ from }) => from)).toEqual([0, 50, 100]);
    expect(line.pitch[70]).toBeCloseTo(late.line.pitch[73]);
    expect(snapTime(late, { bpm: 120, perBeat: 1, amount: 0 })).toEqual(late);
  });

  it('never makes two notes one', () => {
    const { notes } = snapTime(melodyAt([60, 62, 64]), { bpm: 30, perBeat: 1, amount: 1 });
    expect(new Set(notes.map(({ from }) => from)).size).toBe(3);
  });
});

describe('corrections', () => {
  it('that change nothing change nothing', () => {
    const sung = melodyAt([60, 62]);
    const same = sung.notes.map(({ from, to, pitch }) => ({
      startSeconds: from / 100,
      endSeconds: to / 100,
      pitch,
    }));
    expect(correctMelody(sung, same)).toEqual({
      ...sung,
      line: {
        ...sung.line,
        levelDb: sung.line.levelDb.map((level, t) => (t % 50 < 40 ? level : 0)),
      },
    });
  });

  it('move notes with their vibrato, leave others out, and add plain ones', () => {
    const corrected = correctMelody(melodyAt([60, 62]), [
      { startSeconds: 0, endSeconds: 0.4, pitch: 65 },
      { startSeconds: 0.91, endSeconds: 1, pitch: 70 },
    ]);
    expect(corrected.line.pitch[10]).toBeCloseTo(65 + 0.3 * Math.sin(10 / 3), 3);
    expect(corrected.line.pitch[60]).toBe(0);
    expect(corrected.line.pitch[95]).toBe(70);
  });
});

it('played notes bend to where they were sung', () => {
  const [note] = playedNotesOf(melodyAt([60.4]));
  expect(note).toMatchObject({ startSeconds: 0, endSeconds: 0.4, pitch: 60 });
  const high = Math.max(...(note.bend ?? []).map(([, semitones]) => semitones));
  expect(high).toBeCloseTo(0.7, 1);
});

it('louder beginnings are harder strokes', () => {
  const sung = melodyAt([60, 60]);
  sung.line.levelDb.fill(-20, 50, 100);
  const [loud, soft] = playedNotesOf(sung);
  expect(loud.velocity - soft.velocity).toBeCloseTo(14 * 0.022, 3);
});

it.each([
  ['C major', [60, 62, 64, 65, 67, 69, 71, 72, 67, 64, 60], { tonic: 0, mode: 'major' }],
  ['A minor', [57, 59, 60, 62, 64, 65, 64, 60, 59, 57, 68, 57], { tonic: 9, mode: 'minor' }],
])('a tune in %s is heard in it', (_key, pitches, key) => {
  const weights = pitchClassWeights(pitches.map((pitch) => ({ pitch, length: 1 })));
  expect(estimateKey(weights)).toEqual(key);
});

it('what was heard outlives its file', () => {
  const melody = melodyAt([60, 62.25]);
  const read = heardFromJson(heardToJson({ kind: 'melody', melody }));
  if (read.kind !== 'melody') throw new Error('not a melody');
  expect(read.melody.notes).toEqual(melody.notes);
  read.melody.line.pitch.forEach((pitch, t) => expect(pitch).toBeCloseTo(melody.line.pitch[t], 2));
});
