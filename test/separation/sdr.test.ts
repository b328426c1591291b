import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seededNormal } from '../../src/dsp/random.js';
import { framewiseSdrDb, sdrDb } from '../../src/dsp/sdr.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';

const SOURCES = ['vocals', 'accompaniment'] as const;
type BySource<T> = Record<(typeof SOURCES)[number], T>;

/** Made by scripts/goldens/sdr.py. */
interface Goldens {
  toleranceDb: number;
  length: number;
  frameLength: number;
  /** null where museval says NaN. */
  framewiseSdrDb: BySource<(number | null)[]>;
  medianSdrDb: BySource<number>;
  siSdrDb: BySource<number>;
}

const folder = new URL('goldens/', import.meta.url);
const goldens = JSON.parse(readFileSync(new URL('sdr.json', folder), 'utf8')) as Goldens;

describe('what the museval package says of the same signals', () => {
  const { frameLength, toleranceDb } = goldens;
  const [references, estimates] = readSignals(goldens.length);
  const framewise = framewiseSdrDb(estimates, references, frameLength);
  const medians = sdrDb(estimates, references, frameLength);

  it.each(SOURCES)('is said here too, of the %s', (source) => {
    const i = SOURCES.indexOf(source);
    goldens.framewiseSdrDb[source].forEach((golden, frame) =>
      expectWithin(framewise[i][frame], golden ?? NaN),
    );
    expectWithin(medians[i], goldens.medianSdrDb[source]);
    expectWithin(siSdrDb(estimates[i], references[i]), goldens.siSdrDb[source]);
  });

  function expectWithin(value: number, golden: number): void {
    if (Number.isNaN(golden)) expect(value).toBeNaN();
    else expect(Math.abs(value - golden)).toBeLessThanOrEqual(toleranceDb);
  }
});

describe('SDR', () => {
  const normal = seededNormal(1);
  const noise = (length: number) => [0, 1].map(() => Float32Array.from({ length }, normal));
  const truth = noise(3000);
  const scaled = (gain: number) => truth.map((x) => x.map((sample) => gain * sample));

  it('is infinite for the truth itself', () => {
    expect(sdrDb([truth], [truth], 1000)).toEqual([Infinity]);
  });

  it.each([0.5, 0.9, -1])('counts a gain of %d as an error, which SI-SDR does not', (gain) => {
    // float32 samples: relative errors of 6e-8
    expect(sdrDb([scaled(gain)], [truth], 1000)[0]).toBeCloseTo(-20 * Math.log10(1 - gain), 4);
    expect(siSdrDb(scaled(gain), truth)).toBeGreaterThan(120);
  });

  it('of a song that is one frame is SI-SDR at the best gain', () => {
    const mixture = truth.map((x) => x.map((sample) => 3 * sample + normal()));
    const gain = innerProduct(mixture, truth) / innerProduct(mixture, mixture);
    const best = mixture.map((x) => x.map((sample) => gain * sample));
    // The error is orthogonal to the estimate then, not to the truth: one energy more in the ratio.
    const expected = 10 * Math.log10(1 + 10 ** (siSdrDb(mixture, truth) / 10));
    expect(sdrDb([best], [truth], 3000)[0]).toBeCloseTo(expected, 4);
  });

  it('leaves out frames in which any source is silent', () => {
    const gap = truth.map((x) => x.map((sample, i) => (i >= 1000 && i < 2000 ? 0 : sample)));
    const [first, second] = framewiseSdrDb([scaled(0.5), scaled(0.5)], [truth, gap], 1000);
    expect(first.map(Math.round)).toEqual([6, NaN, 6]);
    expect(second.map(Math.round)).toEqual([6, NaN, 6]);
  });

  it('has no value where everything is silent', () => {
    const silence = [new Float32Array(3000), new Float32Array(3000)];
    expect(sdrDb([truth], [silence], 1000)).toEqual([NaN]);
  });

  it('takes what is no longer than a frame as one, and leaves out an unfinished frame at the end', () => {
    const wrongEnd = truth.map((x) => x.map((sample, i) => (i >= 2700 ? 0 : 0.5 * sample)));
    expect(framewiseSdrDb([wrongEnd], [truth], 3000)[0]).toHaveLength(1);
    expect(framewiseSdrDb([wrongEnd], [truth], 5000)[0]).toHaveLength(1);
    expect(sdrDb([wrongEnd], [truth], 900)[0]).toBeCloseTo(20 * Math.log10(2), 4);
  });
});

function innerProduct(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  return a.reduce((sum, x, c) => x.reduce((total, v, i) => total + v * b[c][i], sum), 0);
}

/** References and estimates, each [vocals, accompaniment][left, right][samples]. */
function readSignals(length: number): Float32Array[][][] {
  const bytes = new Uint8Array(readFileSync(new URL('sdr.i16', folder)));
  const pcm = Float32Array.from(new Int16Array(bytes.buffer), (x) => x / 32768);
  const channel = (n: number) => pcm.subarray(n * length, (n + 1) * length);
  return [0, 1].map((set) =>
    [0, 1].map((source) => [0, 1].map((c) => channel(4 * set + 2 * source + c))),
  );
}
