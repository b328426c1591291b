import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toMono } from '../../../src/audio/audio-data.js';
import { decodeFile } from '../../../src/audio/decode-file.js';
import { Reverb } from '../../../src/dsp/reverb.js';
import { checkRecordings } from '../../../src/voices/clone/clone-voice.js';
import type { Finding, FindingCode } from '../../../src/voices/clone/finding.js';
import type { Recording } from '../../../src/voices/clone/recording.js';
import { itWithShared } from '../../support/shared.js';
import { asRecording, changed, chords, cleanTake, whiteNoise, withBackground } from './takes.js';

/** Not about the amount of voice: that is short in all of them. */
async function findingsOf(...recordings: Recording[]): Promise<Finding[]> {
  const { findings } = await checkRecordings(
    recordings.map((recording) => () => Promise.resolve(recording)),
  );
  return findings.filter(({ code }) => code !== 'short-voice');
}

async function codesOf(...recordings: Recording[]): Promise<FindingCode[]> {
  return (await findingsOf(...recordings)).map(({ code }) => code);
}

describe('the check of recordings', () => {
  const clean = cleanTake();
  const { sampleRate } = clean;

  it('finds nothing wrong with a clean take, at any usual level', async () => {
    expect(await findingsOf(clean)).toEqual([]);
    expect(await findingsOf(changed(clean, (sample) => 0.2 * sample))).toEqual([]);
  });

  it('says of a take without a voice that none is heard', async () => {
    const nothing = asRecording('empty.wav', new Float32Array(10 * sampleRate), sampleRate);
    const noise = whiteNoise();
    const hiss = changed(nothing, () => 0.05 * noise());
    for (const take of [nothing, hiss]) {
      expect(await findingsOf(take)).toContainEqual(
        expect.objectContaining({ code: 'no-voice', severity: 'refuse', recording: 'empty.wav' }),
      );
    }
  });

  it('hears that a voice is too quiet', async () => {
    expect(await codesOf(changed(clean, (sample) => 0.01 * sample))).toEqual(['too-quiet']);
  });

  it('names the seconds in which a take is clipped, also when it was turned down afterwards', async () => {
    const from = 7 * sampleRate;
    const to = 8 * sampleRate;
    const clipped = changed(clean, (sample, i) => {
      const loud = i >= from && i < to ? 20 * sample : sample;
      return 0.5 * Math.max(-1, Math.min(1, loud));
    });
    const [finding, ...others] = await findingsOf(clipped);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'clipped', severity: 'warn', recording: 'take.wav' });
    expect(finding.ranges[0].fromSeconds).toBeGreaterThan(6.7);
    expect(finding.ranges.at(-1)?.toSeconds).toBeLessThan(8.3);
    const ruined = changed(clean, (sample) => Math.max(-0.9, Math.min(0.9, 12 * sample)));
    expect(await findingsOf(ruined)).toContainEqual(
      expect.objectContaining({ code: 'clipped', severity: 'refuse' }),
    );
  });

  it('measures noise behind the voice, and refuses what drowns in it', async () => {
    expect(await findingsOf(withBackground(clean, whiteNoise(), 40))).toEqual([]);
    const [noisy] = await findingsOf(withBackground(clean, whiteNoise(), 18));
    expect(noisy).toMatchObject({ code: 'noisy', severity: 'warn' });
    const [drowned] = await findingsOf(withBackground(clean, whiteNoise(), 4));
    expect(drowned).toMatchObject({ code: 'noisy', severity: 'refuse' });
  });

  it('tells the hum of the mains from music', async () => {
    const hum = (i: number) =>
      [1, 2, 3, 5].reduce(
        (sum, n) => sum + Math.sin((2 * Math.PI * 50 * n * i) / sampleRate) / n,
        0,
      );
    expect(await codesOf(withBackground(clean, hum, 25))).toEqual(['hum']);
    const music = chords(sampleRate);
    const [soft] = await findingsOf(withBackground(clean, music, 28));
    expect(soft).toMatchObject({ code: 'background-music', severity: 'warn' });
    const [loud] = await findingsOf(withBackground(clean, music, 12));
    expect(loud).toMatchObject({ code: 'background-music', severity: 'refuse' });
  });

  it('hears a large room', async () => {
    const reverb = new Reverb(sampleRate, { room: 0.5, decaySeconds: 1.2, damping: 0.4 });
    const wet = clean.samples.slice();
    for (let at = 0; at < wet.length; at += 4096) {
      const input = clean.samples.subarray(at, at + 4096);
      reverb.addTo(wet.subarray(at, at + 4096), new Float32Array(input.length), input, 0.6);
    }
    expect(await codesOf(asRecording('hall.wav', wet, sampleRate))).toContain('reverberant');
  });

  itWithShared(
    'finds nothing to refuse in real speech, and the one recording of somebody else',
    'data/speech',
    async (speech) => {
      const own = await clips(join(speech, 'kathleen'), 8);
      const other = await clips(join(speech, 'flemishguy'), 6);
      expect(await codesOf(...own)).toEqual([]);
      const among = await findingsOf(...own, { ...other[0], name: 'friend.wav' });
      const voices = among.filter(({ code }) => code === 'other-voice');
      expect(voices.map(({ recording }) => recording)).toEqual(['friend.wav']);
    },
  );
});

/** Takes of some ten seconds: clips of a speaker, joined. */
async function clips(folder: string, count: number): Promise<Recording[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.opus'))
    .sort();
  const takes: Recording[] = [];
  for (let n = 0; n < count; n++) {
    const parts: Float32Array[] = [];
    let sampleRate = 48_000;
    for (const name of files.slice(4 * n, 4 * n + 4)) {
      const { audio } = await decodeFile(join(folder, name), {
        limits: { maxBytes: 1e8, maxDurationSeconds: 100, maxChannels: 2 },
        ffmpeg: 'off',
      });
      sampleRate = audio.sampleRate;
      parts.push(toMono(audio));
    }
    takes.push(asRecording(`own-${n}.wav`, joined(parts), sampleRate));
  }
  return takes;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
