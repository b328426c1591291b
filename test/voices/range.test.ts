import { describe, expect, it } from 'vitest';
import { adviseTranspose, measureRange, singingRange } from '../../src/voices/range.js';

const around = (medianHz: number) => ({
  lowHz: medianHz / 1.5,
  medianHz,
  highHz: medianHz * 1.5,
});
const voice = (medianHz: number) => ({ name: 'Ada', range: around(medianHz) });

describe('range advice', () => {
  it('keeps a melody that lies well', () => {
    for (const hz of [180, 220, 261, 300]) {
      expect(adviseTranspose(around(hz), voice(233)).semitones).toBe(0);
    }
  });

  it('moves a far melody by the octaves that bring it nearest, and no other interval', () => {
    expect(adviseTranspose(around(110), voice(300)).semitones).toBe(12);
    expect(adviseTranspose(around(500), voice(200)).semitones).toBe(-12);
    expect(adviseTranspose(around(880), voice(180)).semitones).toBe(-24);
    for (let hz = 60; hz < 1100; hz *= 1.07) {
      expect(Math.abs(adviseTranspose(around(hz), voice(230)).semitones) % 12).toBe(0);
    }
  });

  it('gives its reason in words and numbers', () => {
    expect(adviseTranspose(around(500), voice(220)).reason).toBe(
      "the singer's middle note is B4 (500 Hz), Ada is at home around A3 (220 Hz): " +
        'moved down an octave, so that the song stays in its key',
    );
  });

  it('expects singing above speech', () => {
    const sung = singingRange({ lowHz: 100, medianHz: 150, highHz: 200 });
    expect(sung).toEqual({ lowHz: 100, medianHz: 224.7, highHz: 400 });
  });
});

describe('a measured range', () => {
  const track = (f0Hz: number[]) => ({
    hopSeconds: 0.01,
    f0Hz: Float32Array.from(f0Hz),
    confidence: new Float32Array(f0Hz.length),
  });

  it('is the percentiles of the voiced pitches', () => {
    const pitches = Array.from({ length: 100 }, (_, i) => 200 + i);
    const range = measureRange(track([...pitches, ...new Array<number>(500).fill(0)]));
    expect(range).toEqual({ lowHz: 205, medianHz: 250, highHz: 295 });
  });

  it('is unknown where nobody sings', () => {
    expect(measureRange(track(new Array<number>(1000).fill(0)))).toBeUndefined();
  });
});
