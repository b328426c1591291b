import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioData, cutAudio, type AudioData } from '../../src/audio/audio-data.js';
import { inBlocksOf, type AudioStream } from '../../src/audio/audio-stream.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { decodeToWav } from '../../src/audio/decode-to-wav.js';
import { encodeFile, encodeStream } from '../../src/audio/encode-file.js';
import { outputFormats } from '../../src/audio/output-format.js';
import { resample, Resampler } from '../../src/audio/resample.js';
import { readWav } from '../../src/audio/wav.js';
import { seededRandom } from '../../src/dsp/random.js';
import { embedded, stereoMusic, temporaryFolder } from './signals.js';

const folder = temporaryFolder();

describe('resampling block by block', () => {
  it.each([
    [44100, 48000],
    [96000, 44100],
    [8000, 44100],
    [44101, 44100],
    [48000, 48000],
  ])('is resampling at once, bit by bit, from %i to %i Hz', (from, to) => {
    const audio = stereoMusic(from, 20_011);
    const resampler = new Resampler(from, to);
    const parts = oddBlocks(audio).map(({ block, isLast }) => resampler.process(block, isLast));
    const whole = resample(audio, to);
    whole.channels.forEach((channel, c) => {
      const samples = parts.flatMap(({ channels }) => [...channels[c]]);
      expect(Float32Array.from(samples)).toEqual(channel);
    });
  });
});

describe('blocks of one length', () => {
  it('hold the stream without gap or overlap', async () => {
    const audio = stereoMusic(44100, 10_007);
    const blocks: AudioData[] = [];
    for await (const block of inBlocksOf(960, oddStream(audio))) blocks.push(block);
    expect(blocks.slice(0, -1).every(({ length }) => length === 960)).toBe(true);
    audio.channels.forEach((channel, c) => {
      const samples = blocks.flatMap(({ channels }) => [...channels[c]]);
      expect(Float32Array.from(samples)).toEqual(channel);
    });
  });
});

describe.each(outputFormats)('%s, written block by block', (format) => {
  it('is the file that is written at once', async () => {
    // No format but WAV and FLAC holds this rate: it is resampled on the way.
    const audio = stereoMusic(96000, 150_001);
    const [whole, streamed] = ['whole', 'streamed'].map((name) =>
      join(folder, `${name}.${format}`),
    );
    await encodeFile(whole, audio, { format });
    await encodeStream(streamed, oddStream(audio), { format });
    expect((await readFile(streamed)).equals(await readFile(whole))).toBe(true);
  });
});

describe('decoding to WAV', () => {
  it.each([
    ['flac', 44100, 44100],
    ['mp3', 48000, 44100],
    ['opus', 48000, 48000],
  ] as const)(
    'gives what decoding at once gives: %s of %i Hz to %i Hz',
    async (format, from, to) => {
      const [path, wavPath] = [join(folder, `to-wav.${format}`), join(folder, 'to.wav')];
      await encodeFile(path, stereoMusic(from, 200_003), { format });
      const { info, sampleRate, length } = await decodeToWav(path, wavPath, {
        ...embedded,
        rateFor: () => to,
      });
      const decoded = await decodeFile(path, embedded);
      expect(info).toEqual(decoded.info);
      const expected = resample(decoded.audio, to);
      expect({ sampleRate, length }).toEqual({ sampleRate: to, length: expected.length });
      expect(await readWav(wavPath)).toEqual(expected);
    },
  );

  it('makes stereo of mono', async () => {
    const path = join(folder, 'mono.flac');
    const [left] = stereoMusic(44100, 5000).channels;
    await encodeFile(path, audioData(44100, [left]), { format: 'flac' });
    await decodeToWav(path, join(folder, 'stereo.wav'), { ...embedded, rateFor: (rate) => rate });
    const { channels } = await readWav(join(folder, 'stereo.wav'));
    expect(channels).toHaveLength(2);
    expect(channels[0]).toEqual(channels[1]);
  });
});

/** `audio` in blocks of random lengths, some of them empty or of one sample. */
function oddBlocks(audio: AudioData): { block: AudioData; isLast: boolean }[] {
  const random = seededRandom(5);
  const blocks = [];
  for (let from = 0, to = 0; to < audio.length; from = to) {
    to = Math.min(audio.length, from + Math.floor(5000 * random() ** 4));
    blocks.push({ block: cutAudio(audio, from, to), isLast: to === audio.length });
  }
  return blocks;
}

function oddStream(audio: AudioData): AudioStream {
  const { sampleRate, length, channels } = audio;
  return {
    sampleRate,
    length,
    numberOfChannels: channels.length,
    async *blocks() {
      for (const { block } of oddBlocks(audio)) yield await Promise.resolve(block);
    },
  };
}
