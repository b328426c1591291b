import { describe, expect, it } from 'vitest';
import { lowPass, responseDb } from '../../src/dsp/biquad.js';
import { ThreeBands } from '../../src/dsp/crossover.js';
import { gainToDb } from '../../src/dsp/decibels.js';
import { Ducker } from '../../src/dsp/ducker.js';
import { Echo } from '../../src/dsp/echo.js';
import { equalizer, FilterChain, lowCut } from '../../src/dsp/filter-chain.js';
import { fitEqualizer } from '../../src/dsp/fit-equalizer.js';
import { Gate } from '../../src/dsp/gate.js';
import { MultibandCompressor } from '../../src/dsp/multiband-compressor.js';
import { saturation, Shaper, softClip } from '../../src/dsp/shaper.js';
import { panGains, StereoField } from '../../src/dsp/stereo-field.js';
import { THIRD_OCTAVES_HZ } from '../../src/dsp/third-octave-sums.js';
import { amplitudeAt, firstDifference, noise, rms, sine } from './signals.js';

const sampleRate = 48000;
/** Of the product: filters match their analytic response, dB, up to 0.9 Nyquist. */
const FILTER_TOLERANCE_DB = 0.05;

/** How a process changes the level of a steady sine, dB. */
function changeDb(process: (samples: Float32Array) => void, hz: number, db = -12): number {
  const samples = sine({ seconds: 0.6, db, hz });
  process(samples);
  return gainToDb(amplitudeAt(samples, hz, { from: 12000 })) - db;
}

describe('the equalizer', () => {
  const bands = [
    { type: 'low-shelf', frequencyHz: 90, gainDb: 4, q: 0.7 },
    { type: 'bell', frequencyHz: 300, gainDb: -6, q: 2 },
    { type: 'bell', frequencyHz: 12_000, gainDb: 5, q: 1 },
    { type: 'high-shelf', frequencyHz: 9000, gainDb: -3, q: 0.7 },
  ] as const;

  it.each([40, 95, 300, 2500, 12_000, 17_000, 21_600])(
    'changes %d Hz as its filters say, to 0.05 dB',
    (hz) => {
      for (const filters of [
        equalizer(bands, sampleRate),
        lowCut({ frequencyHz: 80, slopeDbPerOctave: 24 }, sampleRate),
      ]) {
        const analytic = filters.reduce((sum, each) => sum + responseDb(each, hz, sampleRate), 0);
        const chain = new FilterChain(filters, 1);
        const measured = changeDb((samples) => chain.process([samples]), hz, 0);
        expect(Math.abs(measured - analytic)).toBeLessThan(FILTER_TOLERANCE_DB);
      }
    },
  );

  it('has no filter for a band without gain, and without filters passes sound bit by bit', () => {
    expect(equalizer([{ ...bands[0], gainDb: 0 }], sampleRate)).toEqual([]);
    const input = noise(1000, 1);
    const output = input.slice();
    new FilterChain([], 1).process([output]);
    expect(firstDifference(output, input)).toBe(-1);
  });

  it('a low cut of 24 dB per octave is 3 dB down at its frequency, and 48 dB two octaves below', () => {
    const filters = lowCut({ frequencyHz: 100, slopeDbPerOctave: 24 }, sampleRate);
    const at = (hz: number) => filters.reduce((sum, f) => sum + responseDb(f, hz, sampleRate), 0);
    expect(at(100)).toBeCloseTo(-3.01, 2);
    expect(at(25)).toBeCloseTo(-48.2, 0);
  });

  it('that is fitted finds the bands that a spectrum asks for, within its limits', () => {
    const even = THIRD_OCTAVES_HZ.map(() => 1);
    const [bell] = equalizer([{ type: 'bell', frequencyHz: 500, gainDb: -4, q: 1 }], 96_000);
    const wanted = THIRD_OCTAVES_HZ.map((hz) => responseDb(bell, hz, 96_000));
    const limits = { mostBands: 3, mostBoostDb: 4, mostCutDb: 6 };
    const [band, ...others] = fitEqualizer(wanted, even, limits);
    expect(band).toMatchObject({ type: 'bell', frequencyHz: 500 });
    expect(Math.abs(band.gainDb + 4)).toBeLessThan(0.5);
    expect(others).toEqual([]);
    const tilted = THIRD_OCTAVES_HZ.map((hz) => 10 * Math.log10(hz / 1000));
    const fitted = fitEqualizer(tilted, even, limits);
    expect(fitted.length).toBeLessThanOrEqual(3);
    for (const { gainDb } of fitted) {
      expect(gainDb).toBeGreaterThanOrEqual(-6);
      expect(gainDb).toBeLessThanOrEqual(4);
    }
  });
});

describe('the gate', () => {
  const settings = {
    ...{ thresholdDb: -40, ratio: 3, rangeDb: 24 },
    ...{ attackMs: 1, holdMs: 10, releaseMs: 20 },
  };
  const through = (samples: Float32Array) => new Gate(sampleRate, settings).process([samples]);

  it('turns down by its ratio below the threshold, by its range at most', () => {
    expect(changeDb(through, 1000, -45)).toBeLessThan(-9);
    expect(changeDb(through, 1000, -45)).toBeGreaterThan(-11.5);
    expect(changeDb(through, 1000, -70)).toBeCloseTo(-24, 0);
  });

  it('passes loud sound bit by bit once it is open, and stays open for its hold', () => {
    const input = sine({ seconds: 0.5, db: -6 });
    const output = input.slice();
    through(output);
    expect(firstDifference(output.subarray(2400), input.subarray(2400))).toBe(-1);
    const pause = new Float32Array(9600).fill(1e-4);
    pause.fill(0.5, 0, 1200);
    through(pause);
    expect(pause[1200 + 480]).toBeCloseTo(1e-4, 6); // 10 ms of hold
    expect(pause[9500]).toBeLessThan(0.1e-4);
  });
});

describe('the ducker', () => {
  const settings = {
    ...{ frequencyHz: 3000, q: 1, depthDb: 4, thresholdDb: -30 },
    ...{ attackMs: 10, releaseMs: 100 },
  };

  it('dips by its depth at its frequency while the key is loud, and far from it hardly', () => {
    const key = new Float32Array(28_800).fill(0.5);
    const duck = (samples: Float32Array) =>
      new Ducker(sampleRate, settings, 1).process([samples], [key]);
    expect(changeDb(duck, 3000)).toBeCloseTo(-4, 1);
    expect(Math.abs(changeDb(duck, 100))).toBeLessThan(0.1);
  });

  it('passes its sound bit by bit while the key is silent', () => {
    const input = noise(4800, 0.5);
    const output = input.slice();
    new Ducker(sampleRate, settings, 1).process([output], [new Float32Array(4800)]);
    expect(firstDifference(output, input)).toBe(-1);
  });
});

describe('the three bands', () => {
  it.each([30, 160, 500, 3200, 9000, 20_000])('sum to the whole at %d Hz', (hz) => {
    const bands = new ThreeBands(sampleRate, [160, 3200]);
    const change = changeDb((samples) => {
      const [low, middle, high] = bands.split(samples);
      samples.forEach((_, i) => (samples[i] = low[i] + middle[i] + high[i]));
    }, hz);
    expect(Math.abs(change)).toBeLessThan(0.01);
  });

  it('are compressed by themselves: a loud bass leaves the highs alone', () => {
    const hard = { thresholdDb: -30, ratio: 10, kneeDb: 0, attackMs: 1, releaseMs: 50 };
    const soft = { ...hard, thresholdDb: 0 };
    const settings = { crossoversHz: [160, 3200] as const, low: hard, middle: soft, high: soft };
    const samples = sine({ seconds: 0.6, db: -6, hz: 60 });
    sine({ seconds: 0.6, db: -40, hz: 10_000 }).forEach((x, i) => (samples[i] += x));
    new MultibandCompressor(sampleRate, settings, 1).process([samples]);
    expect(gainToDb(amplitudeAt(samples, 60, { from: 12000 }))).toBeLessThan(-20);
    expect(gainToDb(amplitudeAt(samples, 10_000, { from: 12000 }))).toBeCloseTo(-40, 1);
  });
});

describe('the shaper', () => {
  it('passes what its curve leaves alone bit by bit, late by its latency', () => {
    const input = noise(3000, 0.2);
    const output = input.slice();
    const shaper = new Shaper({ curve: softClip(1, 0.6), mix: 1, oversampling: 4 }, 1);
    shaper.process([output]);
    const { latency } = shaper;
    expect(firstDifference(output.subarray(latency), input.subarray(0, 3000 - latency))).toBe(-1);
  });

  it('adds harmonics that do not fold back', () => {
    const samples = sine({ seconds: 1, db: -3, hz: 10_000 });
    const shaper = new Shaper({ curve: saturation(2), mix: 1, oversampling: 4 }, 1);
    shaper.process([samples]);
    const level = (hz: number) => gainToDb(amplitudeAt(samples, hz, { from: 12000 }));
    expect(level(10_000)).toBeLessThan(-4);
    // the third and the fifth harmonic, 30 and 50 kHz, would fold to these
    for (const hz of [18_000, 2000]) expect(level(hz)).toBeLessThan(-70);
  });

  it('gives the same in blocks of any size', () => {
    const make = () => new Shaper({ curve: saturation(4), mix: 0.5, oversampling: 2 }, 1);
    const whole = noise(1000, 1);
    const parts = [whole.slice(0, 7), whole.slice(7, 300), whole.slice(300)];
    make().process([whole]);
    const shaper = make();
    for (const part of parts) shaper.process([part]);
    expect(parts.flatMap((part) => [...part])).toEqual([...whole]);
  });

  it('clips so that no sample exceeds the ceiling, smoothly', () => {
    const samples = Float32Array.from({ length: 2001 }, (_, i) => (i - 1000) / 250);
    const input = samples.slice();
    softClip(1, 0.5)(samples);
    expect(Math.max(...samples)).toBe(1);
    samples.forEach((y, i) => Math.abs(input[i]) <= 0.5 && expect(y).toBe(input[i]));
    for (let i = 1; i < 2001; i++) expect(samples[i]).toBeGreaterThanOrEqual(samples[i - 1]);
  });
});

describe('the stereo field', () => {
  it('with a width of 1 changes nothing; with 0 both sides are the same; with 2 the sides double', () => {
    const wide = (width: number) => {
      const channels = [noise(1000, 0.5, 1), noise(1000, 0.5, 2)];
      new StereoField(sampleRate, { width }).process(channels);
      return channels;
    };
    const [left, right] = wide(1);
    expect(firstDifference(left, noise(1000, 0.5, 1))).toBe(-1);
    const [monoLeft, monoRight] = wide(0);
    monoLeft.forEach((x, i) => expect(x).toBeCloseTo(monoRight[i], 6));
    const [wideLeft, wideRight] = wide(2);
    wideLeft.forEach((x, i) => expect(x - wideRight[i]).toBeCloseTo(2 * (left[i] - right[i]), 5));
  });

  it('takes the sides away below a frequency and keeps them above', () => {
    const sideAt = (hz: number) =>
      changeDb((samples) => {
        const channels = [samples, samples.map((x) => -x)];
        new StereoField(sampleRate, { width: 1, monoBelowHz: 120 }).process(channels);
      }, hz);
    expect(sideAt(30)).toBeLessThan(-20);
    expect(Math.abs(sideAt(1000))).toBeLessThan(0.05);
  });

  it('pans sound of one channel with constant power, 1 in the middle', () => {
    expect(panGains(0)).toEqual([1, 1]);
    for (const pan of [-1, -0.3, 0.5, 1]) {
      const [left, right] = panGains(pan);
      expect(left ** 2 + right ** 2).toBeCloseTo(2, 10);
    }
  });
});

describe('the echo', () => {
  it('comes after its delay, from side to side, softer by its feedback each time', () => {
    const settings = { delaySeconds: 0.1, feedback: 0.5, pingPong: true, filters: [] };
    const [left, right] = [new Float32Array(20_000), new Float32Array(20_000)];
    const click = new Float32Array(20_000);
    click[0] = 1;
    const echo = new Echo(sampleRate, settings);
    echo.addTo(left.subarray(0, 3000), right.subarray(0, 3000), click.subarray(0, 3000), 1);
    echo.addTo(left.subarray(3000), right.subarray(3000), click.subarray(3000), 1);
    expect(left[4800]).toBe(1);
    expect(right[9600]).toBe(0.5);
    expect(left[14_400]).toBe(0.25);
    expect(rms(left) ** 2 * 20_000).toBeCloseTo(1 + 1 / 16, 6);
  });

  it('loses highs with each turn where it is filtered', () => {
    const filters = [lowPass({ sampleRate, cutoffHz: 2000 })];
    const echo = new Echo(sampleRate, {
      delaySeconds: 0.05,
      feedback: 0.9,
      pingPong: false,
      filters,
    });
    const [left, right] = [new Float32Array(9000), new Float32Array(9000)];
    echo.addTo(left, right, sine({ seconds: 9000 / 48_000, db: 0, hz: 8000 }), 1);
    expect(rms(left, 3000, 4500)).toBeLessThan(0.1);
  });
});
