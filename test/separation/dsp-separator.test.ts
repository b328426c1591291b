import { describe, expect, it } from 'vitest';
import type { AudioData } from '../../src/audio/audio-data.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { dspSeparator } from '../../src/separation/dsp-separator.js';
import { separatorContract } from './separator-contract.js';
import { voiceOverBand } from './voice-over-band.js';

describe('the contract of separators', () => separatorContract(dspSeparator));

describe('the classical separator', () => {
  it('sets a voice and a repeating band apart, by 6 dB each', async () => {
    const { mix, voice, band } = voiceOverBand(12);
    const { vocals, accompaniment } = await dspSeparator.separate(mix, { stems: 2 });
    expect(improvementDb(vocals, voice, mix)).toBeGreaterThan(6);
    expect(improvementDb(accompaniment, band, mix)).toBeGreaterThan(6);
  });
});

function improvementDb(stem: AudioData | undefined, truth: AudioData, mix: AudioData): number {
  return siSdrDb(stem?.channels ?? [], truth.channels) - siSdrDb(mix.channels, truth.channels);
}
