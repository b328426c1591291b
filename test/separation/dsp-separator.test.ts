import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { dspSeparator } from '../../src/separation/dsp-separator.js';
import { separate } from '../support/separate.js';
import { separatorContract } from './separator-contract.js';
import { voiceOverBand } from './voice-over-band.js';

describe('the contract of separators', () => separatorContract(dspSeparator));

describe('the classical separator', () => {
  it('sets a voice and a repeating band apart, by 6 dB each', async () => {
    const { mix, voice, band } = voiceOverBand(12);
    const { vocals, accompaniment } = await separate(dspSeparator, mix);
    expect(improvementDb(vocals, voice, mix)).toBeGreaterThan(6);
    expect(improvementDb(accompaniment, band, mix)).toBeGreaterThan(6);
  });

  it('leaves a bass below 80 Hz to the accompaniment, by 30 dB', async () => {
    const { mix } = voiceOverBand(4);
    const bass = Float32Array.from(
      { length: mix.length },
      (_, i) => 0.2 * Math.sin((2 * Math.PI * 55 * i) / mix.sampleRate),
    );
    const low = audioData(
      mix.sampleRate,
      mix.channels.map((x) => x.map((v, i) => v + bass[i])),
    );
    const { vocals, accompaniment } = await separate(dspSeparator, low);
    const leak = powerAt(vocals, bass) / powerAt(accompaniment, bass);
    expect(10 * Math.log10(leak)).toBeLessThan(-30);
  });
});

/** Power of what correlates with `reference`. */
function powerAt(audio: AudioData | undefined, reference: Float32Array): number {
  return (audio?.channels[0] ?? reference).reduce((sum, x, i) => sum + x * reference[i], 0) ** 2;
}

function improvementDb(stem: AudioData | undefined, truth: AudioData, mix: AudioData): number {
  return siSdrDb(stem?.channels ?? [], truth.channels) - siSdrDb(mix.channels, truth.channels);
}
