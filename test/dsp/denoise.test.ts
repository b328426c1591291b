import { describe, expect, it } from 'vitest';
import { denoise } from '../../src/dsp/denoise.js';
import { seededRandom } from '../../src/dsp/random.js';

const sampleRate = 48_000;
const length = 3 * sampleRate;
const random = seededRandom(7);
const noise = Float32Array.from({ length }, () => 0.01 * (random() + random() - 1));
/** A tone in the middle second. */
const tone = Float32Array.from({ length }, (_, i) =>
  i >= sampleRate && i < 2 * sampleRate ? 0.3 * Math.sin((2 * Math.PI * 440 * i) / sampleRate) : 0,
);
const noisy = tone.map((sample, i) => sample + noise[i]);
const pause = { from: 0, to: sampleRate };

describe('the denoiser', () => {
  it('lowers the noise that it measured by 12 dB, and never by more', async () => {
    const quiet = await denoise(noisy, { sampleRate, noise: [pause] });
    const lowered = levelDb(quiet, 2.2, 2.8) - levelDb(noisy, 2.2, 2.8);
    expect(lowered).toBeLessThan(-9);
    // The least gain of any bin; overlapping windows add up as they were.
    expect(lowered).toBeGreaterThan(-12.1);
  });

  it('leaves what stands far above the noise as it is', async () => {
    const quiet = await denoise(noisy, { sampleRate, noise: [pause] });
    const error = quiet.map((sample, i) => sample - tone[i]);
    expect(levelDb(error, 1.2, 1.8)).toBeLessThan(levelDb(noise, 1.2, 1.8) - 6);
    expect(Math.abs(levelDb(quiet, 1.2, 1.8) - levelDb(tone, 1.2, 1.8))).toBeLessThan(0.05);
  });

  it('changes nothing where no noise was measured', async () => {
    expect(await denoise(noisy, { sampleRate, noise: [] })).toBe(noisy);
    expect(await denoise(noisy, { sampleRate, noise: [{ from: 0, to: 100 }] })).toBe(noisy);
  });

  it('makes silence of silence, and stops when it is told to', async () => {
    const silence = new Float32Array(length);
    const quiet = await denoise(silence, { sampleRate, noise: [pause] });
    expect(quiet.every((sample) => sample === 0)).toBe(true);
    const stopped = denoise(noisy, { sampleRate, noise: [pause], signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

function levelDb(samples: Float32Array, from: number, to: number): number {
  const part = samples.subarray(from * sampleRate, to * sampleRate);
  return 10 * Math.log10(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
}
