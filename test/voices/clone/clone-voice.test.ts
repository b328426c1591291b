import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioData } from '../../../src/audio/audio-data.js';
import { openModelStore } from '../../../src/inference/model-store.js';
import { pyinTracker } from '../../../src/pitch/pyin-tracker.js';
import { cloneVoice, type CloneDescription } from '../../../src/voices/clone/clone-voice.js';
import { hearRecording, secondsOf } from '../../../src/voices/clone/heard-recording.js';
import { prepareRecording } from '../../../src/voices/clone/prepare-recording.js';
import type { Recording } from '../../../src/voices/clone/recording.js';
import { decodeVoiceFile } from '../../../src/voices/voice-file.js';
import { openVoiceLibrary } from '../../../src/voices/voice-library.js';
import { chooseVoiceEngine } from '../../../src/voices/voice-engines.js';
import { tempDir } from '../../support/temp-dir.js';
import { changed, cleanTake, rms, whiteNoise, withBackground } from './takes.js';

const models = await openModelStore({ dataDir: '/nowhere' });
const about: CloneDescription = {
  name: 'My Voice',
  consent: 'This is my own voice; I may clone it.',
  language: 'en',
  description: '',
  licence: 'private',
};

function clone(recordings: readonly Recording[], more: Partial<CloneDescription> = {}) {
  return cloneVoice(
    recordings.map((recording) => () => Promise.resolve(recording)),
    { about: { ...about, ...more }, models },
  );
}

describe('a cloned voice', () => {
  it('says whose it is, what it was made of, and where it sings', async () => {
    const take = cleanTake();
    const { bytes, report } = await clone([take]);
    const { manifest } = decodeVoiceFile(bytes, 'my-voice');
    expect(manifest).toMatchObject({
      id: 'my-voice',
      name: 'My Voice',
      origin: 'cloned',
      language: 'en',
      provenance: { licence: 'private', consent: about.consent },
    });
    expect(manifest.provenance.source).toMatch(
      /^1 recording, 1\d\.\d s \(sha256 of all: [0-9a-f]{64}/,
    );
    expect(manifest.provenance.source).toContain(take.sha256.slice(0, 12));
    expect(report.voicedSeconds).toBeGreaterThan(10);
    // Sung, so its range is measured, not guessed from speech.
    const heard = await hearRecording(take);
    const pitches = heard.pitch.f0Hz.filter((hz) => hz > 0).sort();
    expect(manifest.range.medianHz).toBeCloseTo(pitches[pitches.length >> 1], -1);
  });

  it('is the same, byte by byte, for the same recordings', async () => {
    const [once, again] = [await clone([cleanTake()]), await clone([cleanTake()])];
    expect(Buffer.from(once.bytes).equals(Buffer.from(again.bytes))).toBe(true);
    const other = await clone([changed(cleanTake(), (sample) => 0.9 * sample)]);
    expect(other.manifest.provenance.source).not.toBe(once.manifest.provenance.source);
  });

  it('sings', async () => {
    const dir = await tempDir();
    const file = join(dir, 'voice.canto-voice');
    await writeFile(file, (await clone([cleanTake()])).bytes);
    const voice = await openVoiceLibrary({ dataDir: dir }).add(file);
    const { samples, sampleRate } = cleanTake();
    const vocal = audioData(sampleRate, [samples.subarray(0, 6 * sampleRate)]);
    const sung = await chooseVoiceEngine(voice).convert(vocal, {
      voice,
      pitch: await pyinTracker.track(vocal),
      settings: { transpose: 0, formant: 0, strength: 1, seed: 1 },
      models: await openModelStore({ dataDir: dir }),
    });
    expect(sung.length).toBe(vocal.length);
    expect(rms(sung.channels[0])).toBeGreaterThan(0.01);
  });

  it('works from ten seconds, and says that more would be better', async () => {
    const { samples, sampleRate } = cleanTake();
    const short = { ...cleanTake(), samples: samples.slice(0, 10 * sampleRate) };
    const { report } = await clone([short]);
    expect(report.findings.map(({ code }) => code)).toEqual(['short-voice']);
    const tooShort = { ...short, samples: samples.slice(0, 2 * sampleRate) };
    await expect(clone([tooShort])).rejects.toMatchObject({
      code: 'unusable-recordings',
      message: expect.stringContaining('s of voice') as string,
    });
  });

  it('is refused of bad recordings with every reason, the file and what to do', async () => {
    const drowned = withBackground(cleanTake('cellar.wav'), whiteNoise(), 4);
    await expect(clone([cleanTake(), drowned])).rejects.toMatchObject({
      kind: 'input',
      code: 'unusable-recordings',
      message: expect.stringContaining("'cellar.wav'") as string,
      hint: expect.stringContaining('record it again') as string,
      details: { findings: expect.arrayContaining([]) as unknown[] },
    });
  });

  it('can be stopped at any time', async () => {
    const take = cleanTake();
    const controller = new AbortController();
    const stopped = cloneVoice([() => Promise.resolve(take)], {
      about,
      models,
      signal: controller.signal,
      onProgress: (fraction) => fraction > 0.5 && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('preparing a recording', () => {
  it('cuts the pauses out, keeps the voice, and brings every take to one loudness', async () => {
    const heard = await hearRecording(cleanTake());
    const loud = await prepareRecording(heard);
    const seconds = loud.reduce(
      (sum, { samples, sampleRate }) => sum + samples.length / sampleRate,
      0,
    );
    expect(seconds).toBeLessThan(heard.recording.samples.length / heard.recording.sampleRate - 1);
    expect(seconds).toBeGreaterThan(secondsOf(heard.voice));
    const soft = await prepareRecording(
      await hearRecording(changed(cleanTake(), (sample) => 0.05 * sample)),
    );
    expect(rms(soft[0].samples) / rms(loud[0].samples)).toBeCloseTo(1, 2);
  });

  it('lowers noise where it is, and changes a clean voice but for its level', async () => {
    const clean = cleanTake();
    const noisy = withBackground(clean, whiteNoise(), 20);
    const passages = await prepareRecording(await hearRecording(noisy));
    const [{ samples }] = passages;
    const edge = samples.subarray(0, 0.1 * clean.sampleRate);
    expect(20 * Math.log10(rms(samples) / rms(edge))).toBeGreaterThan(26);
  });
});
