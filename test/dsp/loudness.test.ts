import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { LoudnessMeter, measureLoudness } from '../../src/dsp/loudness.js';
import { joined, mono, noise, sine, stereo } from './signals.js';

/** Tolerance of EBU Tech 3341, LU. */
const TOLERANCE = 0.1;

const tone = (db: number, seconds: number, sampleRate = 48000) => sine({ db, seconds, sampleRate });
const integratedOf = (...parts: Float32Array[]) =>
  measureLoudness(stereo(joined(...parts))).integratedLufs;

/** What the EBU standards describe in words, made here; the EBU's own files are in ebu.test.ts. */
describe('the loudness meter', () => {
  it.each([-23, -33])('reads a 1 kHz sine of %d dBFS in both channels as so many LUFS', (db) => {
    const loudness = measureLoudness(stereo(tone(db, 20)));
    expect(Math.abs(loudness.integratedLufs - db)).toBeLessThan(TOLERANCE);
    expect(Math.abs(loudness.momentaryMaxLufs - db)).toBeLessThan(TOLERANCE);
    expect(Math.abs(loudness.shortTermMaxLufs - db)).toBeLessThan(TOLERANCE);
  });

  it.each([8000, 22050, 44100, 96000, 192000])('reads the same at %d Hz', (sampleRate) => {
    const { integratedLufs } = measureLoudness(stereo(tone(-23, 5, sampleRate), sampleRate));
    expect(Math.abs(integratedLufs - -23)).toBeLessThan(TOLERANCE);
  });

  it('reads one channel 3 LU below the same in both', () => {
    const samples = noise(480000, 0.1);
    const both = measureLoudness(stereo(samples)).integratedLufs;
    expect(both - measureLoudness(mono(samples)).integratedLufs).toBeCloseTo(3.01, 2);
    const left = audioData(48000, [samples, new Float32Array(samples.length)]);
    expect(both - measureLoudness(left).integratedLufs).toBeCloseTo(3.01, 2);
  });

  it('leaves out what is 10 LU softer than the rest (Tech 3341, case 3)', () => {
    const measured = integratedOf(tone(-36, 10), tone(-23, 60), tone(-36, 10));
    expect(Math.abs(measured - -23)).toBeLessThan(TOLERANCE);
  });

  it('leaves out what is below −70 LUFS before it sets the gate (Tech 3341, case 4)', () => {
    const quiet = [tone(-72, 10), tone(-36, 10)];
    const measured = integratedOf(...quiet, tone(-23, 60), ...quiet.reverse());
    expect(Math.abs(measured - -23)).toBeLessThan(TOLERANCE);
  });

  it('averages energy, not decibels (Tech 3341, case 5)', () => {
    const measured = integratedOf(tone(-26, 20), tone(-20, 20.1), tone(-26, 20));
    expect(Math.abs(measured - -23)).toBeLessThan(TOLERANCE);
  });

  it.each([0, 0.05, 0.15, 0.3, 0.45])(
    'finds 3 s of −23 LUFS that begin after %d s (Tech 3341, case 10)',
    (start) => {
      const { shortTermMaxLufs } = measureLoudness(
        stereo(joined(new Float32Array(start * 48000), tone(-23, 3), new Float32Array(48000))),
      );
      expect(Math.abs(shortTermMaxLufs - -23)).toBeLessThan(TOLERANCE);
    },
  );

  it.each([0, 0.02, 0.05, 0.1, 0.38])(
    'finds 0.4 s of −23 LUFS that begin after %d s (Tech 3341, case 13)',
    (start) => {
      const { momentaryMaxLufs } = measureLoudness(
        stereo(joined(new Float32Array(start * 48000), tone(-23, 0.4), new Float32Array(48000))),
      );
      expect(Math.abs(momentaryMaxLufs - -23)).toBeLessThan(TOLERANCE);
    },
  );

  it('shows a steady short-term loudness for a pattern that repeats every 3 s (Tech 3341, case 9)', () => {
    const pattern = [tone(-20, 1.34), tone(-30, 1.66)];
    const { shortTerm } = measureLoudness(
      stereo(joined(...Array.from({ length: 5 }, () => pattern).flat())),
    );
    for (const lufs of shortTerm) expect(Math.abs(lufs - -23)).toBeLessThan(TOLERANCE);
  });

  it.each([
    [10, [-20, -30]],
    [5, [-20, -15]],
    [20, [-40, -20]],
    [15, [-50, -35, -20, -35, -50]],
  ])('measures a range of %d LU (Tech 3342, cases 1 to 4)', (range, levels) => {
    const { rangeLu } = measureLoudness(stereo(joined(...levels.map((db) => tone(db, 20)))));
    expect(Math.abs(rangeLu - range)).toBeLessThan(1);
  });

  it('reads the same however the audio is cut into blocks', () => {
    const samples = noise(200_000, 0.3);
    const meter = new LoudnessMeter(44100);
    for (const [from, to] of [
      [0, 1],
      [1, 7],
      [7, 50_000],
      [50_000, 200_000],
    ]) {
      meter.add([samples.subarray(from, to)]);
    }
    expect(meter.read()).toEqual(measureLoudness(mono(samples, 44100)));
  });

  it('moves by the gain', () => {
    const samples = noise(200_000, 0.3);
    const louder = samples.map((sample) => 2 * sample);
    const gained =
      measureLoudness(mono(louder)).integratedLufs - measureLoudness(mono(samples)).integratedLufs;
    expect(gained).toBeCloseTo(20 * Math.log10(2), 6);
  });

  it.each([
    ['silence', new Float32Array(96000)],
    ['nothing', new Float32Array(0)],
    ['one sample', new Float32Array(1)],
    ['denormal numbers', new Float32Array(96000).fill(1e-40)],
  ])('reads %s as −70 LUFS with no range', (_, samples) => {
    const { shortTerm, momentary, ...numbers } = measureLoudness(stereo(samples));
    expect(numbers).toEqual({
      integratedLufs: -70,
      momentaryMaxLufs: -70,
      shortTermMaxLufs: -70,
      rangeLu: 0,
    });
    expect([...shortTerm, ...momentary].every((lufs) => lufs === -70)).toBe(true);
  });

  it('takes a file shorter than a window as one window', () => {
    const short = measureLoudness(stereo(tone(-20, 0.1)));
    expect(Math.abs(short.integratedLufs - -20)).toBeLessThan(0.5); // the filters swing in
    expect(short.momentaryMaxLufs).toBe(short.integratedLufs);
    expect(short.shortTermMaxLufs).toBe(short.integratedLufs);
    expect(short.rangeLu).toBe(0);
  });
});
