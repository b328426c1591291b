import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { downmix, smpteLayout, type Speaker } from '../../src/audio/downmix.js';

/** Folds one sample of 1 at `speaker`, all others silent. */
function foldAlone(layout: readonly Speaker[], speaker: Speaker): number[] {
  const channels = layout.map((name) => Float32Array.of(name === speaker ? 1 : 0));
  return downmix(audioData(48000, channels), layout).channels.map(([sample]) => sample);
}

describe('downmix', () => {
  it('leaves mono and stereo as they are', () => {
    for (const count of [1, 2]) {
      const audio = audioData(
        48000,
        Array.from({ length: count }, () => new Float32Array(3)),
      );
      expect(downmix(audio)).toBe(audio);
    }
  });

  it.each([
    ['L', 1, 0],
    ['R', 0, 1],
    ['C', Math.SQRT1_2, Math.SQRT1_2],
    ['LFE', 0, 0],
    ['Lb', Math.SQRT1_2, 0],
    ['Rb', 0, Math.SQRT1_2],
    ['Ls', Math.SQRT1_2, 0],
    ['Rs', 0, Math.SQRT1_2],
  ] as const)('folds %s of 7.1 by the coefficients of ITU-R BS.775', (speaker, left, right) => {
    const folded = foldAlone(smpteLayout(8), speaker);
    expect(folded[0]).toBeCloseTo(left, 6);
    expect(folded[1]).toBeCloseTo(right, 6);
  });

  it('makes two channels of three to eight, and of any more', () => {
    for (const count of [3, 4, 5, 6, 7, 8, 12]) {
      const channels = Array.from({ length: count }, () => Float32Array.of(0.1));
      expect(downmix(audioData(48000, channels)).channels).toHaveLength(2);
    }
  });

  it('follows the layout that it is told, not the order of WAV', () => {
    const vorbis: Speaker[] = ['L', 'C', 'R', 'Lb', 'Rb', 'LFE'];
    expect(foldAlone(vorbis, 'R')).toEqual([0, 1]);
  });
});
