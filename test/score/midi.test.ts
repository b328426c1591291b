import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dsp/random.js';
import { readMidi } from '../../src/score/read-midi.js';
import { scoreSchema } from '../../src/score/score.js';
import { writeMidi } from '../../src/score/write-midi.js';
import { tune } from './tune.js';

describe('MIDI files', () => {
  const back = readMidi(writeMidi(tune));

  it('carry tempo, metre, key, title and sections', () => {
    expect(back.bpm).toBeCloseTo(tune.bpm, 3);
    expect(back).toMatchObject({ title: tune.title, metre: tune.metre, key: tune.key });
    expect(back.sections.map(({ startBeat }) => startBeat)).toEqual([0, 4]);
  });

  it('carry every note to a tick, with its lyric and instrument', () => {
    expect(back.parts.map(({ role }) => role)).toEqual(['lead', 'chords', 'drums']);
    expect(back.parts[1].instrument).toBe('electric-bass');
    const [sung, written] = [back.parts[0].notes, tune.parts[0].notes];
    expect(sung.map(({ syllable }) => syllable?.text)).toEqual([
      'wa',
      'ter',
      'moon',
      undefined,
      'light',
    ]);
    expect(sung[0].syllable?.isContinued).toBe(true);
    for (const [i, note] of written.entries()) {
      expect(sung[i].pitch).toBe(note.pitch);
      expect(sung[i].startBeat).toBeCloseTo(note.startBeat, 3);
      expect(sung[i].durationBeats).toBeCloseTo(note.durationBeats, 2);
      expect(sung[i].velocity).toBeCloseTo(note.velocity, 2);
    }
    expect(back.parts[2].notes).toHaveLength(tune.parts[2].notes.length);
  });

  it('bend as far as the score does', () => {
    const bytes = writeMidi(tune);
    // Range: the registered parameter 0, coarse; the wheel at its top: 3 semitones and a half of 4.
    const wheels = [...bytes.keys()]
      .filter((i) => bytes[i] === 0xe1)
      .map((i) => bytes[i + 1] + 128 * bytes[i + 2]);
    const range =
      bytes[[...bytes.keys()].find((i) => bytes[i] === 0xb1 && bytes[i + 1] === 6)! + 2];
    const furthest = ((Math.max(...wheels) - 8192) / 8192) * range;
    expect(furthest).toBeCloseTo(44.5 + 3 - 45, 1);
  });

  it('leave muted parts out', () => {
    const parts = tune.parts.map((part) => ({ ...part, isMuted: part.id === 'bass' }));
    expect(readMidi(writeMidi({ ...tune, parts })).parts).toHaveLength(2);
  });

  it('that are broken are refused, or read as a valid score, never anything else', () => {
    const random = seededRandom(5);
    const whole = writeMidi(tune);
    for (let i = 0; i < 400; i++) {
      const bytes = whole.slice(0, i % 2 ? whole.length : Math.floor(random() * whole.length));
      for (let k = 0; k < 3; k++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      const outcome = () => scoreSchema.parse(readMidi(bytes)) && 'read';
      expect(outcomeOf(outcome)).toMatch(/^(read|bad-midi)$/);
    }
  });
});

function outcomeOf(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
