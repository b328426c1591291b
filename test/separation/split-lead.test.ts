import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { CancelledError } from '../../src/errors.js';
import { splitLead } from '../../src/separation/split-lead.js';
import { voiceOverBand } from './voice-over-band.js';

const { mix, voice, band } = voiceOverBand(4);

describe('lead and backing', () => {
  it('sum to the vocals on both channels', async () => {
    const { lead, backing } = await splitLead(mix);
    mix.channels.forEach((channel, c) => {
      // one rounding of a sum below 1
      channel.forEach((x, i) => {
        if (Math.abs(lead.channels[0][i] + backing.channels[c][i] - x) > 1e-6) expect.fail();
      });
    });
  });

  it('of a lone voice in the centre: all lead', async () => {
    const { lead, backing } = await splitLead(voice);
    expect(siSdrDb(lead.channels, [voice.channels[0]])).toBeGreaterThan(100);
    expect(backing.channels[0].every((x) => Math.abs(x) < 1e-5)).toBe(true);
  });

  it('of a lone voice that leans to one side: still all lead, but for the lean', async () => {
    const [samples] = voice.channels;
    const leaning = audioData(voice.sampleRate, [samples, samples.map((x) => 0.7 * x)]);
    expect(siSdrDb((await splitLead(leaning)).lead.channels, [samples])).toBeGreaterThan(40);
  });

  it('mono vocals are all lead', async () => {
    const mono = audioData(voice.sampleRate, [voice.channels[0]]);
    const { lead, backing } = await splitLead(mono);
    expect(siSdrDb(lead.channels, mono.channels)).toBeGreaterThan(100);
    expect(backing.channels).toHaveLength(2);
  });

  it('finds a lead among panned singers better than the plain mid does', async () => {
    const mid = mix.channels[0].map((x, i) => (x + mix.channels[1][i]) / 2);
    const plain = siSdrDb([mid], [voice.channels[0]]);
    const { lead } = await splitLead(mix);
    expect(siSdrDb(lead.channels, [voice.channels[0]])).toBeGreaterThan(plain + 1);
  });

  it('is the surer of the lead the less backing there is', async () => {
    const noisy = (gain: number) =>
      audioData(
        voice.sampleRate,
        voice.channels.map((x, c) => x.map((v, i) => v + gain * band.channels[c][i])),
      );
    const [alone, some, much] = await Promise.all(
      [0.01, 0.3, 3].map(async (gain) => (await splitLead(noisy(gain))).confidence),
    );
    expect(alone.inWords).toBe('sure');
    expect(alone.expectedDb).toBeGreaterThan(some.expectedDb);
    expect(some.expectedDb).toBeGreaterThan(much.expectedDb);
  });

  it('of mono vocals can’t be told: no confidence at all', async () => {
    const mono = audioData(voice.sampleRate, [voice.channels[0]]);
    expect((await splitLead(mono)).confidence.value).toBe(0);
  });

  it('is no other where vocals go on for longer than a section', async () => {
    const twice = audioData(
      mix.sampleRate,
      mix.channels.map((x) =>
        Float32Array.from({ length: 12 * x.length }, (_, i) => x[i % x.length]),
      ),
    );
    const { lead } = await splitLead(twice);
    const truth = Float32Array.from(
      lead.channels[0],
      (_, i) => voice.channels[0][i % voice.length],
    );
    const short = (await splitLead(mix)).lead;
    // melodies may differ around the joins
    const expected = siSdrDb(short.channels, [voice.channels[0]]);
    expect(siSdrDb(lead.channels, [truth])).toBeGreaterThan(expected - 1);
  });

  it('silence splits into silence', async () => {
    const silence = audioData(44_100, [new Float32Array(9000), new Float32Array(9000)]);
    const { lead, backing } = await splitLead(silence);
    for (const channel of [...lead.channels, ...backing.channels]) {
      expect(channel.every((x) => x === 0)).toBe(true);
    }
  });

  it('is not split when the run is cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(splitLead(mix, { signal })).rejects.toThrow(CancelledError);
  });
});
