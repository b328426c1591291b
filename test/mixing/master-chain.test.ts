import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { lowShelf, Biquad } from '../../src/dsp/biquad.js';
import { gainToDb } from '../../src/dsp/decibels.js';
import { limiterThreshold } from '../../src/dsp/limiter.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { automaticMasterChain } from '../../src/mixing/automatic-master.js';
import { masterAudio } from '../../src/mixing/master.js';
import { applyMasterChain, isMasterChainUsed } from '../../src/mixing/master-chain.js';
import { masterLike } from '../../src/mixing/reference-master.js';
import { masterChainSchema } from '../../src/mixing/session.js';
import { amplitudeAt, firstDifference, noise, rms, sine, stereo } from '../dsp/signals.js';

const sampleRate = 44_100;
const LENGTH = 6 * sampleRate;

/** Noise with a tilt, of which the sides are so loud. */
function track(seed: number, { side, bass }: { side: number; bass: number }): AudioData {
  const [mid, wide] = [noise(LENGTH, 0.3, seed), noise(LENGTH, 0.3 * side, seed + 1)];
  for (const part of [mid, wide]) {
    new Biquad(lowShelf({ sampleRate, cutoffHz: 400, gainDb: bass })).process(part);
    new Biquad(lowShelf({ sampleRate, cutoffHz: 4000, gainDb: bass / 2 })).process(part);
  }
  return audioData(sampleRate, [
    mid.map((x, i) => (x + wide[i]) / 4),
    mid.map((x, i) => (x - wide[i]) / 4),
  ]);
}

describe('the master’s chain', () => {
  const none = { gainDb: 0, ceilingDbtp: -1 };

  it('without settings passes its sound bit by bit', async () => {
    const input = stereo(noise(LENGTH, 0.5), sampleRate);
    const chain = masterChainSchema.parse({});
    expect(isMasterChainUsed(chain)).toBe(false);
    const { channels } = await applyMasterChain(input, chain, none);
    expect(firstDifference(channels[0], input.channels[0])).toBe(-1);
  });

  it('stays in time to the sample, with a clipper too, and leaves soft sound to the clipper’s bit', async () => {
    const input = stereo(noise(50_000, 0.2), sampleRate);
    const chain = masterChainSchema.parse({ clipper: { driveDb: 3 } });
    const { channels } = await applyMasterChain(input, chain, none);
    expect(firstDifference(channels[0], input.channels[0])).toBe(-1);
  });

  it('takes the sides away below a frequency, and equalizes middle and sides by themselves', async () => {
    const low = sine({ seconds: 2, db: -12, hz: 40, sampleRate });
    const high = sine({ seconds: 2, db: -12, hz: 5000, sampleRate });
    const left = low.map((x, i) => x + high[i]);
    const input = audioData(sampleRate, [left, left.map((x) => -x)]); // sides alone
    const chain = masterChainSchema.parse({
      midSide: {
        monoBelowHz: 160,
        sideEq: [{ type: 'high-shelf', frequencyHz: 2000, gainDb: -6 }],
      },
    });
    const { channels } = await applyMasterChain(input, chain, none);
    const level = (hz: number) =>
      gainToDb(amplitudeAt(channels[0], hz, { from: 44_100, sampleRate }));
    expect(level(40)).toBeLessThan(-34);
    expect(level(5000)).toBeCloseTo(-18, 0);
  });

  it('clips peaks instead of turning the music down around them', async () => {
    const hits = noise(LENGTH, 0.7).map((x, i) => x * (i % 11_025 < 60 ? 1 : 0.1));
    const settings = { targetLufs: -14, ceilingDbtp: -1 };
    const chain = masterChainSchema.parse({ clipper: { driveDb: 6 } });
    const limited = await masterAudio(stereo(hits, sampleRate), settings);
    const clipped = await masterAudio(stereo(hits, sampleRate), { ...settings, chain });
    expect(clipped.report.maxReductionDb).toBeLessThan(limited.report.maxReductionDb - 2);
    expect(truePeakDbtp(clipped.audio)).toBeLessThanOrEqual(-1);
  });

  it('made by ear: none at amount 0; at 1 it brings a bright mix nearer to its genre', async () => {
    const bright = track(1, { side: 0.3, bass: 0 });
    const context = { genre: 'pop', targetLufs: -14 } as const;
    expect(isMasterChainUsed(await automaticMasterChain(bright, { ...context, amount: 0 }))).toBe(
      false,
    );
    const { eq, glue, multiband } = await automaticMasterChain(bright, { ...context, amount: 1 });
    expect(eq.find(({ frequencyHz }) => frequencyHz > 4000)?.gainDb).toBeLessThan(-0.5);
    expect(glue && multiband).toBeTruthy();
    const loud = await automaticMasterChain(bright, { ...context, amount: 1, targetLufs: -9 });
    expect(loud.clipper?.driveDb).toBe(2);
  });
});

describe('the limiter’s onset', () => {
  it('a sine of 1 kHz that is 1 dB below it comes out bit by bit: no distortion at all', async () => {
    const db = gainToDb(limiterThreshold(-1)) - 1;
    const input = stereo(sine({ seconds: 3, db, sampleRate }), sampleRate);
    const { integratedLufs: targetLufs } = measureLoudness(input);
    const { audio } = await masterAudio(input, { targetLufs, ceilingDbtp: -1 });
    const gain = audio.channels[0][1000] / input.channels[0][1000];
    const error = audio.channels[0].map((x, i) => x - gain * input.channels[0][i]);
    expect(gainToDb(rms(error) / rms(input.channels[0]))).toBeLessThan(-120); // 0.0001 %
  });
});

describe('mastering like a reference', () => {
  it('comes near in spectrum, loudness and width, in time', async () => {
    const mix = track(1, { side: 0.2, bass: 4 });
    const reference = track(7, { side: 0.6, bass: 14 });
    const { audio, report } = await masterLike(mix, { reference, ceilingDbtp: -1 });
    expect(report.reference.spectralDistanceDb).toBeLessThan(0.5);
    const wanted = measureLoudness(reference).integratedLufs;
    // Of the product: 0.3 LU.
    expect(Math.abs(measureLoudness(audio).integratedLufs - wanted)).toBeLessThan(0.3);
    const { sideToMidDb, referenceSideToMidDb } = report.reference;
    expect(Math.abs(sideToMidDb - referenceSideToMidDb)).toBeLessThan(1);
    expect(audio.length).toBe(mix.length);
    expect(truePeakDbtp(audio)).toBeLessThanOrEqual(-1);
  });

  it('follows the reference but for a loudness of its own', async () => {
    const mix = track(1, { side: 0.2, bass: 4 });
    const settings = { reference: track(7, { side: 0.6, bass: 14 }), ceilingDbtp: -1 };
    const { report } = await masterLike(mix, { ...settings, targetLufs: -20 });
    expect(report.integratedLufs).toBeCloseTo(-20, 0);
    expect(report.reference.spectralDistanceDb).toBeLessThan(0.5);
  });

  it('refuses a silent reference, and leaves a silent mix silent', async () => {
    const mix = track(1, { side: 0.2, bass: 4 });
    const silence = stereo(new Float32Array(sampleRate), sampleRate);
    await expect(masterLike(mix, { reference: silence, ceilingDbtp: -1 })).rejects.toMatchObject({
      code: 'silent-reference',
    });
    const { audio } = await masterLike(silence, { reference: mix, ceilingDbtp: -1 });
    expect(rms(audio.channels[0])).toBe(0);
  });
});
