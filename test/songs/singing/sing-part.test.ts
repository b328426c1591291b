import { beforeAll, describe, expect, it } from 'vitest';
import type { AudioData } from '../../../src/audio/audio-data.js';
import { openModelStore } from '../../../src/inference/model-store.js';
import { pyinTracker } from '../../../src/pitch/pyin-tracker.js';
import { syllablesOf } from '../../../src/songs/lyrics/fit-lyrics.js';
import { syllabify } from '../../../src/songs/lyrics/syllabify.js';
import { singPart } from '../../../src/songs/singing/sing-part.js';
import type { SungNote } from '../../../src/songs/singing/sung-note.js';
import { openVoiceLibrary } from '../../../src/voices/voice-library.js';

const SAMPLE_RATE = 44_100;
const SECONDS = 4;
const NOTE_SECONDS = 0.5;

const notes: SungNote[] = syllablesOf(syllabify('see the silver river')).map((syllable, i) => ({
  startSeconds: 0.5 + i * NOTE_SECONDS,
  endSeconds: 0.5 + (i + 1) * NOTE_SECONDS,
  pitch: [57, 59, 60, 62, 64, 60][i],
  velocity: 0.63,
  syllable,
}));

async function sing(own: readonly SungNote[]): Promise<AudioData> {
  return singPart(own, {
    voice: await openVoiceLibrary({ dataDir: '/nowhere' }).get('kathleen'),
    models: await openModelStore({ dataDir: '/nowhere' }),
    sampleRate: SAMPLE_RATE,
    length: SECONDS * SAMPLE_RATE,
    seed: 1,
  });
}

/** RMS of a stretch, and how much of it is quicker than 4 kHz or so: of differences to neighbours. */
function levels({ channels: [samples] }: AudioData, from: number, to: number) {
  let [power, quick] = [0, 0];
  for (let i = Math.round(from * SAMPLE_RATE); i < to * SAMPLE_RATE; i++) {
    power += samples[i] ** 2;
    quick += (samples[i] - samples[i - 1]) ** 2;
  }
  const count = (to - from) * SAMPLE_RATE;
  return { rms: Math.sqrt(power / count), sharpness: quick / Math.max(1e-12, power) };
}

describe('singing', () => {
  let sung: AudioData;
  beforeAll(async () => {
    sung = await sing(notes);
  });

  it('is as long as asked, silent before and after, and never too loud', () => {
    expect(sung.channels).toHaveLength(1);
    expect(sung.length).toBe(SECONDS * SAMPLE_RATE);
    expect(levels(sung, 3.8, 4).rms).toBeLessThan(1e-4);
    expect(levels(sung, 0.9, 1).rms).toBeGreaterThan(0.03);
    for (const sample of sung.channels[0]) expect(Math.abs(sample)).toBeLessThan(1);
  });

  it('is in tune: within 50 cents for 95 % of what is voiced', async () => {
    const { f0Hz, hopSeconds } = await pyinTracker.track(sung);
    let [near, all] = [0, 0];
    for (const { startSeconds, endSeconds, pitch } of notes) {
      for (let t = Math.ceil(startSeconds / hopSeconds); t * hopSeconds < endSeconds; t++) {
        if (!(f0Hz[t] > 0)) continue;
        all++;
        if (Math.abs(12 * Math.log2(f0Hz[t] / 440) + 69 - pitch) <= 0.5) near++;
      }
    }
    expect(all).toBeGreaterThan(150);
    expect(near / all).toBeGreaterThan(0.95);
  });

  it('an s hisses before its beat, and the vowel on it does not', () => {
    const beat = notes[0].startSeconds;
    expect(levels(sung, beat - 0.1, beat - 0.03).sharpness).toBeGreaterThan(
      10 * levels(sung, beat + 0.1, beat + 0.3).sharpness,
    );
  });

  it('the same notes and seed give the same samples', async () => {
    const again = await sing(notes);
    expect(Buffer.compare(bytesOf(again), bytesOf(sung))).toBe(0);
  });

  it('no notes are silence', async () => {
    expect(levels(await sing([]), 0, 4).rms).toBe(0);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    const options = {
      voice: await openVoiceLibrary({ dataDir: '/nowhere' }).get('kathleen'),
      models: await openModelStore({ dataDir: '/nowhere' }),
      ...{ sampleRate: SAMPLE_RATE, length: SAMPLE_RATE, seed: 1, signal: controller.signal },
    };
    await expect(singPart(notes, options)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

function bytesOf({ channels: [samples] }: AudioData): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
