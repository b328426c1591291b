import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { decodeStream } from '../../src/audio/decode-stream.js';
import { encodeFile } from '../../src/audio/encode-file.js';
import { AppError } from '../../src/errors.js';
import { seededRandom } from '../../src/dsp/random.js';
import { silentFlac, wavBytes } from './made-files.js';
import { embedded, limits, sine, stereoMusic, temporaryFolder } from './signals.js';

const folder = temporaryFolder();
const formats = ['wav', 'flac', 'mp3', 'm4a', 'opus'] as const;

/** A file of `bytes`, whatever its name promises. */
function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

beforeAll(async () => {
  for (const format of formats) {
    await encodeFile(join(folder, `good.${format}`), stereoMusic(44100, 66_150), { format });
  }
});

describe('a file that is no sound is refused by name', () => {
  it.each([
    ['empty.mp3', '', 'empty-file'],
    ['text.mp3', 'Dear diary, today I renamed a text file.\n'.repeat(500), 'not-audio'],
    ['short text.wav', 'RIFF', 'not-audio'],
    ['binary.flac', Buffer.alloc(100_000, 0xff), 'not-audio'],
    ['zeros.ogg', Buffer.alloc(100_000), 'not-audio'],
    [
      'only a header.wav',
      wavBytes([new Float32Array(0)], { sampleRate: 44100, bits: 16 }),
      'no-audio',
    ],
    ['headless.wav', 'RIFF\0\0\0\0WAVEdata\0\0\0\0', 'corrupt-audio'],
    ['only a marker.flac', 'fLaC', 'corrupt-audio'],
    ['only a marker.ogg', 'OggS', 'corrupt-audio'],
    ['only a marker.webm', '\x1a\x45\xdf\xa3', 'corrupt-audio'],
    ['surround.aac', adtsFrames(6, 3), 'corrupt-audio'],
    ['only a marker.m4a', '\0\0\0\x20ftypM4A ', 'corrupt-audio'],
  ])('%s', async (name, bytes, code) => {
    const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    await expect(decodeFile(file(name, content), embedded)).rejects.toMatchObject({
      name: 'InputError',
      code,
    });
  });

  it('a folder, and a path where nothing is', async () => {
    mkdirSync(join(folder, 'folder.wav'));
    await expect(decodeFile(join(folder, 'folder.wav'), embedded)).rejects.toMatchObject({
      code: 'not-audio',
    });
    await expect(decodeFile(join(folder, 'nothing.wav'), embedded)).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });
});

/** Empty 48 kHz AAC frames of a channel configuration (6 is 5.1). */
function adtsFrames(channels: number, count: number): Buffer {
  const head = [0xff, 0xf1, 0x4c | (channels >> 2), (channels & 3) << 6, 2, 0x1f, 0xfc];
  return Buffer.concat(Array<Buffer>(count).fill(Buffer.of(...head, ...Array<number>(9).fill(0))));
}

describe('the limits', () => {
  it('refuse ten hours of silence in 400 KB as soon as the limit is passed', async () => {
    const tenHours = silentFlac(Math.ceil((10 * 3600 * 44100) / 65535));
    let decoded = 0;
    const stream = decodeStream(file('bomb.flac', tenHours), embedded);
    const reading = (async () => {
      for await (const block of stream) decoded += block.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'too-long' });
    expect(decoded).toBeLessThanOrEqual(limits.maxDurationSeconds * 44100);
  });

  it('refuse a header that promises ten hours before anything is decoded', async () => {
    const path = file('promise.flac', silentFlac(1, { claimedLength: 10 * 3600 * 44100 }));
    await expect(decodeFile(path, embedded)).rejects.toMatchObject({ code: 'too-long' });
  });

  it('refuse more bytes than are allowed', async () => {
    const small = { ...embedded, limits: { ...limits, maxBytes: 1000 } };
    await expect(decodeFile(join(folder, 'good.wav'), small)).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('refuse more channels than are allowed, and take eight', async () => {
    const eight = Array.from({ length: 9 }, (_, c) =>
      sine(100 * (c + 1), { sampleRate: 8000, length: 800 }),
    );
    const nine = wavBytes(eight, { sampleRate: 8000, bits: 16 });
    await expect(decodeFile(file('nine.wav', nine), embedded)).rejects.toMatchObject({
      code: 'too-many-channels',
    });
    const path = file('eight.wav', wavBytes(eight.slice(1), { sampleRate: 8000, bits: 16 }));
    const { audio, info } = await decodeFile(path, embedded);
    expect(info.numberOfChannels).toBe(8);
    expect(audio.channels).toHaveLength(2);
  });

  it.each([4000, 384_000])('take a sample rate of %i Hz', async (sampleRate) => {
    const bytes = wavBytes([sine(100, { sampleRate, length: 999 })], { sampleRate, bits: 24 });
    const { info } = await decodeFile(file('rate.wav', bytes), embedded);
    expect(info).toMatchObject({ sampleRate, length: 999 });
  });

  it.each([0, 3999, 400_000, 0xffffffff])('refuse a sample rate of %i Hz', async (sampleRate) => {
    const bytes = wavBytes([new Float32Array(99)], { sampleRate: 44100, bits: 16 });
    bytes.writeUInt32LE(sampleRate, 24);
    await expect(decodeFile(file('rate.wav', bytes), embedded)).rejects.toMatchObject({
      code: 'bad-sample-rate',
    });
  });
});

describe('a damaged file', () => {
  it.each(['flac', 'mp3', 'wav', 'opus'] as const)(
    'that is cut off gives what is there and says so: %s',
    async (format) => {
      const whole = readFileSync(join(folder, `good.${format}`));
      const path = file(`cut.${format}`, whole.subarray(0, whole.length / 2));
      const { info } = await decodeFile(path, embedded);
      expect(info.durationSeconds).toBeGreaterThan(0.3);
      expect(info.durationSeconds).toBeLessThan(1.3);
      expect(info.warnings.join()).toContain('cut off');
    },
  );

  it.each(['flac', 'mp3', 'wav', 'm4a', 'opus'] as const)(
    'of random bytes in a good one is read or refused, never worse: %s',
    async (format) => {
      const random = seededRandom(11);
      const whole = readFileSync(join(folder, `good.${format}`));
      for (let round = 0; round < 24; round++) {
        const bytes = Buffer.from(whole);
        const reach = round % 2 ? bytes.length : Math.min(600, bytes.length);
        for (let i = 0; i < 12; i++)
          bytes[Math.floor(random() * reach)] = Math.floor(random() * 256);
        const result = await decodeFile(file(`random.${format}`, bytes), embedded).catch(
          (error: unknown) => error,
        );
        if (result instanceof Error) expect(result).toBeInstanceOf(AppError);
        else expect(isPlayable(result as Awaited<ReturnType<typeof decodeFile>>)).toBe(true);
      }
    },
  );

  it('holds no NaN and nothing far beyond full scale once it is decoded', async () => {
    const samples = sine(100, { sampleRate: 44100, length: 44100 });
    for (const [i, garbage] of [NaN, Infinity, -Infinity, 1e30].entries())
      samples[100 * i] = garbage;
    const path = file('nan.wav', wavBytes([samples], { sampleRate: 44100, bits: 32, tag: 3 }));
    const decoded = await decodeFile(path, embedded);
    expect(isPlayable(decoded)).toBe(true);
    expect(decoded.info.warnings).toEqual(['4 damaged samples were repaired']);
  });

  it('of garbage mostly is refused', async () => {
    const samples = Float32Array.from({ length: 4410 }, (_, i) => (i % 10 === 0 ? 1e9 : 0.1));
    const path = file('garbage.wav', wavBytes([samples], { sampleRate: 44100, bits: 32, tag: 3 }));
    await expect(decodeFile(path, embedded)).rejects.toMatchObject({ code: 'corrupt-audio' });
  });
});

function isPlayable({ audio, info }: Awaited<ReturnType<typeof decodeFile>>): boolean {
  return (
    audio.length === info.length &&
    audio.channels.every((channel) => channel.every((x) => Math.abs(x) <= 12))
  );
}

describe('what is odd but legal', () => {
  it.each(['say "hi" & `ls` $HOME.wav', 'ünïcödé 🎤.wav', '-rf.wav', "it's; a.wav"])(
    'is no matter in a name: %s',
    async (name) => {
      const path = join(folder, name);
      copyFileSync(join(folder, 'good.wav'), path);
      expect((await decodeFile(path, embedded)).info.length).toBe(66_150);
      expect(basename(path)).toBe(name);
    },
  );

  it('is judged by its bytes and not by its extension', async () => {
    const path = join(folder, 'really an mp3.wav');
    copyFileSync(join(folder, 'good.mp3'), path);
    expect((await decodeFile(path, embedded)).info.container).toBe('mp3');
  });

  it('is a single sample', async () => {
    const path = file('one.wav', wavBytes([Float32Array.of(0.5)], { sampleRate: 44100, bits: 16 }));
    expect((await decodeFile(path, embedded)).info.length).toBe(1);
  });

  it('is silence, which gets a warning, as does clipping', async () => {
    const { info } = await decodeFile(file('silent.flac', silentFlac(2)), embedded);
    expect(info).toMatchObject({ length: 2 * 65535, warnings: ['the file is silent'] });
    const loud = sine(100, { sampleRate: 8000, length: 8000, amplitude: 4 });
    const clipped = loud.map((x) => Math.max(-1, Math.min(1, x)));
    const path = file('clipped.wav', wavBytes([clipped], { sampleRate: 8000, bits: 16 }));
    expect((await decodeFile(path, embedded)).info.warnings.join()).toContain('clipped');
  });
});

describe('decoding', () => {
  it('stops when it is cancelled', async () => {
    const path = join(folder, 'long.wav');
    await encodeFile(path, audioData(44100, [new Float32Array(2_000_000)]), { format: 'wav' });
    const controller = new AbortController();
    const decoding = decodeFile(path, {
      ...embedded,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(decoding).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('may be left at any block', async () => {
    for (const format of formats) {
      for await (const block of decodeStream(join(folder, `good.${format}`), embedded)) {
        expect(block.length).toBeGreaterThan(0);
        break;
      }
    }
  });
});
