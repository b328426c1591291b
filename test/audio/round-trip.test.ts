import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { encodeFile } from '../../src/audio/encode-file.js';
import { outputFormatOf, outputFormats } from '../../src/audio/output-format.js';
import { resample } from '../../src/audio/resample.js';
import { embedded, lagOf, sine, snrDb, stereoMusic, temporaryFolder } from './signals.js';

const folder = temporaryFolder();
const tags = {
  title: 'Ein "Lied" — 歌',
  artist: 'Someone',
  album: 'Nowhere',
  comment: 'made for a test',
};
/** What lossy codecs keep of two tones with noise 50 dB below them, and lossless ones of 24 bits. */
const MIN_SNR_DB = { wav: 110, flac: 110, mp3: 25, m4a: 25, opus: 20 };

async function roundTrip(audio: AudioData, format: (typeof outputFormats)[number]) {
  const path = join(folder, `round trip.${format}`);
  await encodeFile(path, audio, { format, tags });
  return { path, ...(await decodeFile(path, embedded)) };
}

describe.each(outputFormats)('%s, written and read again', (format) => {
  it('has the exact length, no shift, and the sound', async () => {
    const audio = stereoMusic(48000, 60_001);
    const { audio: back, info } = await roundTrip(audio, format);
    expect(info.length).toBe(60_001);
    expect(info.warnings).toEqual([]);
    audio.channels.forEach((channel, c) => {
      expect(lagOf(channel, back.channels[c], 40)).toBe(0);
      expect(snrDb(channel, back.channels[c])).toBeGreaterThan(MIN_SNR_DB[format]);
    });
  });

  it('keeps the tags', async () => {
    const { info } = await roundTrip(stereoMusic(44100, 3000), format);
    expect(info.tags).toMatchObject(tags);
  });

  it('has the exact length for mono, for short sounds and for rates that it must convert', async () => {
    for (const [sampleRate, length] of [
      [44100, 1],
      [44100, 4410],
      [22050, 5000],
      [12345, 3000],
    ]) {
      const audio = audioData(sampleRate, [sine(300, { sampleRate, length })]);
      const { info } = await roundTrip(audio, format);
      const expected = Math.round((length * info.sampleRate) / sampleRate);
      expect(info, `${length} samples of ${sampleRate} Hz`).toMatchObject({
        numberOfChannels: 1,
        length: expected,
      });
    }
  });

  it('has the same bytes a second later', async () => {
    const audio = stereoMusic(44100, 20_000);
    const first = readFileSync((await roundTrip(audio, format)).path);
    await setTimeout(1100);
    expect(readFileSync((await roundTrip(audio, format)).path).equals(first)).toBe(true);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const path = join(folder, `cancelled.${format}`);
    const controller = new AbortController();
    const writing = encodeFile(path, stereoMusic(44100, 300_000), {
      format,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder).filter((name) => name.includes('cancelled'))).toEqual([]);
  });
});

describe('long AAC', () => {
  it('has no seams where the decoder starts anew', async () => {
    const sampleRate = 44100;
    const length = 25 * sampleRate;
    const audio = audioData(sampleRate, [sine(440, { sampleRate, length })]);
    const { audio: back } = await roundTrip(audio, 'm4a');
    const errors = back.channels[0].map((x, i) => Math.abs(x - audio.channels[0][i]));
    // The encoder's own error stays below 1 % of full scale; a missing overlap would be 50 %.
    expect(errors.subarray(4096, -4096).reduce((a, b) => Math.max(a, b))).toBeLessThan(0.02);
  });
});

describe('encodeFile', () => {
  it('writes WAV in 16 and 24 bits and as float', async () => {
    const path = join(folder, 'depth.wav');
    for (const bitDepth of [16, 24, 32] as const) {
      await encodeFile(path, stereoMusic(44100, 500), { format: 'wav', bitDepth });
      expect((await decodeFile(path, embedded)).info.bitDepth).toBe(bitDepth);
    }
  });

  it('writes FLAC of 24 bits without loss', async () => {
    const audio = stereoMusic(44100, 10_000);
    const { audio: back, info } = await roundTrip(audio, 'flac');
    expect(info.bitDepth).toBe(24);
    const errors = back.channels[1].map((x, i) => Math.abs(x - audio.channels[1][i]));
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.5 / 2 ** 23 + 1e-9);
  });

  it('converts to 48 kHz for Opus', async () => {
    const audio = stereoMusic(44100, 44_100);
    const { audio: back, info } = await roundTrip(audio, 'opus');
    expect(info.sampleRate).toBe(48000);
    const expected = resample(audio, 48000).channels[0];
    expect(snrDb(expected, back.channels[0])).toBeGreaterThan(MIN_SNR_DB.opus);
  });

  it('refuses to write nothing', async () => {
    const empty = audioData(44100, [new Float32Array(0)]);
    const writing = encodeFile(join(folder, 'empty.wav'), empty, { format: 'wav' });
    await expect(writing).rejects.toMatchObject({ code: 'empty-audio' });
  });
});

describe('outputFormatOf', () => {
  it('knows formats by their extension', () => {
    expect(['a.wav', 'b.FLAC', 'c.mp3', 'd.m4a', 'e.opus', 'f.ogg'].map(outputFormatOf)).toEqual([
      ...['wav', 'flac', 'mp3', 'm4a', 'opus', 'opus'],
    ]);
    expect(() => outputFormatOf('song.doc')).toThrow(/names no format/);
  });
});
