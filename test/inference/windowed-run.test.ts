import { describe, expect, it } from 'vitest';
import { seededNormal } from '../../src/dsp/random.js';
import { runWindowed, type WindowFunction } from '../../src/inference/windowed-run.js';

const WINDOWING = { windowLength: 100, contextLength: 10, crossfadeLength: 20 };
const identity: WindowFunction = (window) => Promise.resolve(window);

describe('a windowed run', () => {
  it.each([1, 19, 20, 21, 60, 79, 80, 81, 99, 100, 101, 1000, 1234])(
    'of an identity gives %i samples back bit by bit',
    async (length) => {
      const channels = [noise(length, 1), noise(length, 2)];
      expect(await runWindowed(channels, WINDOWING, identity)).toEqual(channels);
    },
  );

  it('without context or crossfade is the model applied to blocks', async () => {
    const channels = [noise(250, 1)];
    const windowing = { windowLength: 100, crossfadeLength: 0 };
    expect(await runWindowed(channels, windowing, identity)).toEqual(channels);
  });

  it('of nothing gives nothing', async () => {
    expect(await runWindowed([new Float32Array(0)], WINDOWING, identity)).toEqual([
      new Float32Array(0),
    ]);
  });

  it('shows the model the signal around each window, and zeros beyond its ends', async () => {
    const seen: Float32Array[] = [];
    const ramp = Float32Array.from({ length: 150 }, (_, i) => i + 1);
    await runWindowed([ramp], WINDOWING, (window) => {
      seen.push(window[0]);
      return identity(window, {});
    });
    expect(seen[0].subarray(0, 12)).toEqual(Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2));
    expect(seen[1][0]).toBe(51);
    expect(seen.at(-1)!.at(-1)).toBe(0);
  });

  it('leaves out what the model makes of the context', async () => {
    const [result] = await runWindowed([noise(500, 1)], WINDOWING, (window) => {
      const spoiled = window[0].slice().fill(NaN, 0, 10).fill(NaN, 90);
      return Promise.resolve([spoiled]);
    });
    expect(result.some(Number.isNaN)).toBe(false);
  });

  it('fades from window to window without a step', async () => {
    let windows = 0;
    const [result] = await runWindowed([new Float32Array(500)], WINDOWING, (window) =>
      Promise.resolve([new Float32Array(window[0].length).fill(windows++ % 2)]),
    );
    const steps = result.slice(1).map((value, i) => Math.abs(value - result[i]));
    // A raised cosine over 20 samples is steepest in the middle: π / 2 / 21 = 0.075.
    expect(Math.max(...steps)).toBeLessThan(0.076);
    expect(Math.max(...result)).toBe(1);
  });

  it.each([0.5, 0.75, 0.9])('may overlap by %d of a window', async (overlap) => {
    const windowing = { windowLength: 100, crossfadeLength: 100 * overlap };
    const channels = [noise(777, 1)];
    expect(await runWindowed(channels, windowing, identity)).toEqual(channels);
    let windows = 0;
    const [steps] = await runWindowed([new Float32Array(777)], windowing, (window) =>
      Promise.resolve([new Float32Array(window[0].length).fill(windows++ % 2)]),
    );
    // As steep as the crossfade, which is π / 2 / length in the middle.
    const steepest = Math.PI / 2 / windowing.crossfadeLength;
    const differences = steps.slice(1).map((value, i) => Math.abs(value - steps[i]));
    expect(Math.max(...differences)).toBeLessThan(steepest);
  });

  it('ends with a window that is full of signal', async () => {
    const seen: Float32Array[] = [];
    await runWindowed([new Float32Array(150).fill(1)], WINDOWING, (window) => {
      seen.push(window[0]);
      return identity(window, {});
    });
    // All but the context, which lies beyond the end.
    expect(seen.at(-1)!.filter((sample) => sample === 1).length).toBe(90);
  });

  it('may give other channels than it takes', async () => {
    const [left, right] = [noise(300, 1), noise(300, 2)];
    const results = await runWindowed([left, right], WINDOWING, ([l, r]) =>
      Promise.resolve([l, r, l.map((sample, i) => sample + r[i])]),
    );
    expect(results).toEqual([left, right, left.map((sample, i) => sample + right[i])]);
  });

  it('refuses crossfades as long as a window', async () => {
    const windowing = { windowLength: 100, contextLength: 10, crossfadeLength: 80 };
    await expect(runWindowed([noise(300, 1)], windowing, identity)).rejects.toThrow(RangeError);
  });

  it('reports progress up to 1, and stops between windows when cancelled', async () => {
    const fractions: number[] = [];
    const onProgress = (fraction: number) => fractions.push(fraction);
    await runWindowed([noise(1000, 1)], WINDOWING, identity, { onProgress });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const cancel = new AbortController();
    const run = runWindowed(
      [noise(1000, 1)],
      WINDOWING,
      (window) => {
        cancel.abort();
        return identity(window, {});
      },
      { signal: cancel.signal },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });
});

function noise(length: number, seed: number): Float32Array {
  const normal = seededNormal(seed);
  return Float32Array.from({ length }, () => normal());
}
