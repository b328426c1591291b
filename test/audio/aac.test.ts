import { join } from 'node:path';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { aacBlocks } from '../../src/audio/decoders/aac-decoder.js';
import { parseAdtsHeader, parseAudioSpecificConfig } from '../../src/audio/decoders/aac-config.js';
import { channelLayout } from '../../src/audio/decoders/aac/channel-map.js';
import { SCALE_FACTOR_CODE, SPECTRAL_CODES } from '../../src/audio/decoders/aac/code-shapes.js';
import { FilterBank } from '../../src/audio/decoders/aac/filter-bank.js';
import { AacFrameDecoder } from '../../src/audio/decoders/aac/frame-decoder.js';
import { HuffmanCode } from '../../src/audio/decoders/aac/huffman-code.js';
import { InverseMdct } from '../../src/audio/decoders/aac/inverse-mdct.js';
import { LONG_SLOPES, SHORT_SLOPES } from '../../src/audio/decoders/aac/windows.js';
import { BitReader } from '../../src/audio/decoders/bit-reader.js';
import { encodeFile } from '../../src/audio/encode-file.js';
import { seededNormal, seededRandom } from '../../src/dsp/random.js';
import { aacFrame, bytesOf, codewordsOf, type MadeChannel } from './aac-frames.js';
import { embedded, sine, snrDb, stereoMusic, temporaryFolder } from './signals.js';

const folder = temporaryFolder();
const codes = [SCALE_FACTOR_CODE, ...SPECTRAL_CODES];
const stereo = { sampleRateIndex: 4, channelConfiguration: 2 };

describe('the code books', () => {
  it.each(codes.map((code, i) => [i, code] as const))('%i use every bit sequence', (_, code) => {
    const kraft = code.counts.reduce((sum, count, i) => sum + count / 2 ** (i + 1), 0);
    expect(kraft).toBe(1);
    const symbols = [...code.symbols].sort((a, b) => a - b);
    expect(symbols).toEqual(Array.from(symbols, (_, i) => i));
  });

  it.each(codes.map((code, i) => [i, code] as const))(
    '%i give back what was written',
    (_, code) => {
      const words = codewordsOf(code);
      const reader = new BitReader(bytesOf(code.symbols.map((s) => words.get(s) ?? '').join('')));
      const huffman = new HuffmanCode(code);
      expect(code.symbols.map(() => huffman.read(reader))).toEqual(code.symbols);
    },
  );
});

describe('the filter bank', () => {
  it.each([128, 1024])('transforms %i lines as the formula says', (size) => {
    const random = seededRandom(3);
    const lines = Float32Array.from({ length: size }, () => random() - 0.5);
    const samples = new Float64Array(2 * size);
    new InverseMdct(size).transform(lines, samples);
    for (let n = 0; n < 2 * size; n += 31) {
      const phase = (Math.PI / size) * (n + 0.5 + size / 2);
      const sum = lines.reduce((total, line, k) => total + line * Math.cos(phase * (k + 0.5)), 0);
      expect(samples[n]).toBeCloseTo(sum / size, 12);
    }
  });

  it('has windows whose halves complement each other in power', () => {
    for (const slope of [...LONG_SLOPES, ...SHORT_SLOPES]) {
      slope.forEach((x, i) => expect(x ** 2 + slope[slope.length - 1 - i] ** 2).toBeCloseTo(1, 12));
    }
  });

  it('gives a sound back from its spectra, whatever windows and shapes follow each other', () => {
    const noise = seededNormal(5);
    const windows = [
      ...[
        [0, 0],
        [0, 1],
        [1, 1],
        [2, 0],
        [2, 1],
        [3, 0],
        [1, 1],
        [2, 1],
        [3, 1],
        [0, 0],
      ],
    ];
    const sound = Float64Array.from({ length: 1024 * (windows.length + 1) }, () => 0.1 * noise());
    const bank = new FilterBank();
    const samples = new Float32Array(1024);
    let shape = 0;
    windows.forEach(([sequence, nextShape], frame) => {
      const excerpt = sound.subarray(1024 * frame, 1024 * (frame + 2));
      const lines = analyse(excerpt, { sequence, shape, nextShape });
      bank.transform(lines, { sequence, shape: nextShape }, samples);
      shape = nextShape;
      if (frame === 0) return; // half of its sound lies before it
      const errors = samples.map((x, i) => Math.abs(x - sound[1024 * frame + i]));
      // Lines are floats of 24 bits.
      expect(Math.max(...errors), `frame ${frame}`).toBeLessThan(1e-6);
    });
  });
});

/** The forward transform of two frames by its formula, for samples of 16 bits. */
function analyse(
  sound: Float64Array,
  { sequence, shape, nextShape }: { sequence: number; shape: number; nextShape: number },
): Float32Array {
  if (sequence === 2) {
    const lines = new Float32Array(1024);
    for (let w = 0; w < 8; w++) {
      const rising = SHORT_SLOPES[w === 0 ? shape : nextShape];
      const window = [...rising, ...SHORT_SLOPES[nextShape].toReversed()];
      const from = 448 + 128 * w;
      const excerpt = sound.subarray(from, from + 256).map((x, i) => x * window[i]);
      lines.set(forwardMdct(excerpt), 128 * w);
    }
    return lines;
  }
  const flat = { zeros: Array<number>(448).fill(0), ones: Array<number>(448).fill(1) };
  const short = (s: number) => [...flat.zeros, ...SHORT_SLOPES[s], ...flat.ones];
  const rising = sequence === 3 ? short(shape) : [...LONG_SLOPES[shape]];
  const falling = sequence === 1 ? short(nextShape) : [...LONG_SLOPES[nextShape]];
  const window = [...rising, ...falling.toReversed()];
  return forwardMdct(sound.map((x, i) => x * window[i]));
}

function forwardMdct(samples: Float64Array): Float32Array {
  const size = samples.length / 2;
  const cosines = Float64Array.from({ length: 8 * size }, (_, i) =>
    Math.cos((Math.PI * i) / (4 * size)),
  );
  return Float32Array.from({ length: size }, (_, k) => {
    let sum = 0;
    for (let n = 0; n < 2 * size; n++) {
      sum += samples[n] * cosines[((2 * n + 1 + size) * (2 * k + 1)) % (8 * size)];
    }
    return 2 * 32768 * sum;
  });
}

describe('channels', () => {
  /** By configuration: channels of the layout in the order of the stream. */
  const orders = [
    ...[[], [0], [0, 1], [2, 0, 1], [2, 0, 1, 3], [2, 0, 1, 3, 4], [2, 0, 1, 4, 5, 3]],
    [2, 0, 1, 6, 7, 4, 5, 3],
  ];

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'of configuration %i come in the order of WAV',
    (channelConfiguration) => {
      const order = orders[channelConfiguration];
      const channels = order.map((c): MadeChannel => ({ ...one, gain: 140 + 4 * c }));
      const levels = levelsOf(aacFrame(elementsOf(channels)), {
        sampleRateIndex: 3,
        channelConfiguration,
      });
      const expected = Array.from({ length: order.length }, (_, c) => 2 ** c * levels[0]);
      levels.forEach((level, c) => expect(level / expected[c]).toBeCloseTo(1, 5));
      expect(channelLayout(channelConfiguration)).toHaveLength(order.length);
    },
  );

  it('that are coded as sum and difference come apart', () => {
    const [left, right] = render(aacFrame([[one, one]], { mask: true }), stereo);
    const [sum] = render(aacFrame([[{ ...one, gain: one.gain + 4 }, one]]), stereo);
    expect(left).toEqual(sum);
    expect(right.every((x) => x === 0)).toBe(true);
  });

  it.each([
    [15, false, 1],
    [14, false, -1],
    [15, true, -1],
  ])(
    'of which one is the other in book %i (mirrored: %s) have the same sound',
    (book, mask, sign) => {
      const [left, right] = render(aacFrame([[one, { book, gain: 0 }]], { mask }), stereo);
      expect(Math.max(...left)).toBeGreaterThan(0);
      left.forEach((x, i) => expect(right[i]).toBeCloseTo(sign * x, 12));
    },
  );

  it('of noise have its level, and are the same at every run', () => {
    const noise: MadeChannel = { book: 13, gain: 60 };
    const frame = aacFrame([[noise, noise]]);
    const [left, right] = render(frame, stereo);
    expect(render(frame, stereo)).toEqual([left, right]);
    expect(left).not.toEqual(right);
    const [alike, twin] = render(aacFrame([[noise, noise]], { mask: true }), stereo);
    expect(alike).toEqual(twin);
    // Noise of 2^(60/4) has the energy of one line of that size.
    const [level] = levelsOf(aacFrame([[one, one]]), stereo);
    const [noiseLevel] = levelsOf(frame, stereo);
    expect(noiseLevel / level).toBeGreaterThan(2 ** (60 / 4 - (one.gain - 100) / 4) * 0.7);
    expect(noiseLevel / level).toBeLessThan(2 ** (60 / 4 - (one.gain - 100) / 4) * 1.4);
  });
});

it('elements that hold no channel change nothing', () => {
  const elements = [[one, { ...one, gain: 140 }]];
  const others = aacFrame(elements, { others: true });
  expect(render(others, stereo)).toEqual(render(aacFrame(elements), stereo));
});

const one: MadeChannel = { book: 1, gain: 150, lines: [0, 1, 0, 0] };

/** The elements that the channels of a configuration make. */
function elementsOf(channels: readonly MadeChannel[]): MadeChannel[][] {
  const sizes = [[1], [2], [1, 2], [1, 2, 1], [1, 2, 2], [1, 2, 2, 1], [], [1, 2, 2, 2, 1]];
  const rest = [...channels];
  return sizes[channels.length - 1].map((size) => rest.splice(0, size));
}

/** What a decoder makes of `frame` when it comes twice. */
function render(
  frame: Uint8Array,
  config: { sampleRateIndex: number; channelConfiguration: number },
): Float32Array[] {
  const decoder = new AacFrameDecoder(config);
  const channels = channelLayout(config.channelConfiguration).map(() => new Float32Array(1024));
  decoder.decode(frame, channels);
  decoder.decode(frame, channels);
  expect(decoder.damaged).toBe(0);
  return channels;
}

function levelsOf(...args: Parameters<typeof render>): number[] {
  return render(...args).map((samples) => Math.hypot(...samples));
}

describe('what our encoder writes', () => {
  it.each([
    [8000, 1],
    [16000, 2],
    [32000, 2],
    [44100, 1],
    [48000, 2],
    [96000, 2],
  ])('at %i Hz in %i channels is read again', async (sampleRate, numberOfChannels) => {
    const { channels } = stereoMusic(sampleRate, sampleRate);
    const audio = audioData(sampleRate, channels.slice(0, numberOfChannels));
    const path = join(folder, 'tones.m4a');
    await encodeFile(path, audio, { format: 'm4a' });
    const { audio: back, info } = await decodeFile(path, embedded);
    expect(info).toMatchObject({ codec: 'aac', numberOfChannels, warnings: [] });
    if (info.sampleRate !== sampleRate) return; // the encoder has not every rate
    expect(info.length).toBe(sampleRate);
    // The noise in the music lies 50 dB below it.
    back.channels.forEach((x, c) => expect(snrDb(audio.channels[c], x)).toBeGreaterThan(25));
  });

  it('keeps clicks where they are', async () => {
    const clicks = new Float32Array(44100);
    for (let at = 3000; at < 44100; at += 7000) {
      clicks.set(sine(3000, { sampleRate: 44100, length: 60 }), at);
    }
    const path = join(folder, 'clicks.m4a');
    await encodeFile(path, audioData(44100, [clicks]), { format: 'm4a' });
    const { audio } = await decodeFile(path, embedded);
    expect(snrDb(clicks, audio.channels[0])).toBeGreaterThan(10);
  });
});

describe('a damaged frame', () => {
  it('is silence and a warning, and the music goes on', async () => {
    const good = aacFrame([[one, one]]);
    const frames = [good, good, good, good.subarray(0, 4), good, good];
    const { blocks, warnings } = await decodeAll(frames);
    expect(warnings).toEqual(['1 damaged frames were replaced by silence']);
    const levels = frames.map((_, i) =>
      Math.hypot(...blocks[0].subarray(1024 * i, 1024 * i + 1024)),
    );
    expect(levels[5]).toBeCloseTo(levels[2], 6);
    expect(levels[3]).toBeLessThan(levels[2]);
    expect(blocks[0]).toHaveLength(6 * 1024);
  });

  it('after the other makes a damaged file', async () => {
    const frames = [Uint8Array.of(0xff, 0xff), new Uint8Array(0)];
    await expect(decodeAll(frames)).rejects.toMatchObject({ code: 'corrupt-audio' });
  });

  it('of any bits is decoded or silenced, never worse', async () => {
    const random = seededRandom(12);
    const path = join(folder, 'fuzzed.m4a');
    await encodeFile(path, stereoMusic(44100, 20_000), { format: 'm4a' });
    const frames = await framesOf(path);
    const channels = [new Float32Array(1024), new Float32Array(1024)];
    const decoder = new AacFrameDecoder(stereo);
    for (let round = 0; round < 300; round++) {
      const frame = frames[Math.floor(random() * frames.length)].slice();
      // Damage early in a frame changes its shape, damage later its spectrum.
      const reach = round % 2 ? frame.length : Math.min(16, frame.length);
      for (let i = 0; i < 1 + (round % 8); i++) {
        frame[Math.floor(random() * reach)] = random() * 256;
      }
      decoder.decode(frame, channels);
      expect(channels.every((channel) => channel.every(Number.isFinite))).toBe(true);
    }
    expect(decoder.damaged).toBeGreaterThan(0);
  });
});

async function framesOf(path: string): Promise<Uint8Array[]> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('no track');
  const frames: Uint8Array[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets()) frames.push(data);
  input.dispose();
  return frames;
}

async function decodeAll(frames: readonly Uint8Array[]) {
  const warnings: string[] = [];
  const header = Uint8Array.of(0xff, 0xf1, 0x50, 0x80, 0, 0, 0);
  const source = (async function* () {
    for (const frame of frames) yield await Promise.resolve(frame);
  })();
  const parts: Float32Array[][] = [];
  for await (const block of aacBlocks(source, parseAdtsHeader(header), warnings)) parts.push(block);
  const blocks = parts[0].map((_, c) => Float32Array.from(parts.flatMap((part) => [...part[c]])));
  return { blocks, warnings };
}

describe('a header', () => {
  it.each([
    ['of 960 samples to a frame', Uint8Array.of(0x12, 0x14), 'unsupported-codec'],
    ['of AAC Main', Uint8Array.of(0x0a, 0x10), 'unsupported-codec'],
    ['without channels', Uint8Array.of(0x12, 0x00), 'unsupported-codec'],
  ])('%s is refused', (_, bytes, code) => {
    expect(() => parseAudioSpecificConfig(bytes)).toThrow(expect.objectContaining({ code }));
  });
});
