import { open } from 'node:fs/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdtsOutputFormat,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  FilePathTarget,
  Input,
  ALL_FORMATS,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
  type AudioCodec,
  type OutputFormat as Container,
} from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { fileBytes } from '../../src/audio/decoders/byte-source.js';
import { oggPackets, oggPages } from '../../src/audio/decoders/ogg-pages.js';
import { encodeFile } from '../../src/audio/encode-file.js';
import { probeFile } from '../../src/audio/probe-file.js';
import { wavBytes } from './made-files.js';
import { embedded, lagOf, sine, snrDb, stereoMusic, temporaryFolder } from './signals.js';

const folder = temporaryFolder();
const length = 60_001;

/** Writes the sound track of `from` into another container, untouched. */
async function rewrap(from: string, to: string, format: Container): Promise<string> {
  const path = join(folder, to);
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(join(folder, from)) });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('no track');
  const codec = (await track.getCodec()) as AudioCodec;
  const source = new EncodedAudioPacketSource(codec);
  const output = new Output({ format, target: new FilePathTarget(path) });
  output.addAudioTrack(source);
  await output.start();
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
  let shift: number | undefined;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    shift ??= Math.min(0, packet.timestamp);
    const { data, type, timestamp, duration } = packet;
    await source.add(new EncodedPacket(data, type, timestamp - shift, duration), { decoderConfig });
  }
  await output.finalize();
  input.dispose();
  return path;
}

describe('the same sound in other containers', () => {
  it.each([
    ['flac', 'in.mka', () => new MkvOutputFormat(), 'matroska', 0],
    ['flac', 'in.mp4', () => new Mp4OutputFormat(), 'mp4', 0],
    ['wav', 'in pcm.mka', () => new MkvOutputFormat(), 'matroska', 0],
    ['mp3', 'in mp3.mka', () => new MkvOutputFormat(), 'matroska', 1105],
    ['opus', 'in.webm', () => new WebMOutputFormat(), 'matroska', 0],
    ['m4a', 'in aac.mka', () => new MkvOutputFormat(), 'matroska', 1024],
    ['m4a', 'in.aac', () => new AdtsOutputFormat(), 'adts', 1024],
  ] as const)('%s as %s', async (format, name, container, expected, delay) => {
    const audio = stereoMusic(48000, length);
    await encodeFile(join(folder, `source.${format}`), audio, { format });
    const path = await rewrap(`source.${format}`, name, container());
    const { audio: back, info } = await decodeFile(path, embedded);
    expect(info.container).toBe(expected);
    // These containers know no end; the codec's last frame is there in full.
    expect(info.length).toBeGreaterThanOrEqual(length);
    expect(info.length).toBeLessThan(length + delay + 2400);
    const music = back.channels.map((channel) => channel.subarray(delay));
    expect(lagOf(audio.channels[0], music[0], 40)).toBe(0);
    expect(snrDb(audio.channels[1], music[1])).toBeGreaterThan(20);
  });
});

describe('AIFF', () => {
  it.each([
    ['AIFF', '', 8],
    ['AIFF', '', 16],
    ['AIFF', '', 24],
    ['AIFC', 'NONE', 16],
    ['AIFC', 'sowt', 16],
    ['AIFC', 'fl32', 32],
  ])('%s %s of %i bits', async (form, compression, bits) => {
    const samples = sine(200, { sampleRate: 22050, length: 2205 });
    const path = join(folder, 'a.aiff');
    writeFileSync(path, aiffBytes(samples, { form, compression, bits }));
    const { audio, info } = await decodeFile(path, embedded);
    expect(info).toMatchObject({
      container: 'aiff',
      sampleRate: 22050,
      length: 2205,
      warnings: [],
    });
    const errors = audio.channels[0].map((x, i) => Math.abs(x - samples[i]));
    expect(Math.max(...errors)).toBeLessThan(2 ** (2 - bits) + 1e-7);
  });
});

function aiffBytes(
  samples: Float32Array,
  { form, compression, bits }: { form: string; compression: string; bits: number },
): Buffer {
  const little = compression === 'sowt';
  const bytes = Buffer.alloc((samples.length * bits) / 8);
  samples.forEach((x, i) => {
    const at = (i * bits) / 8;
    if (compression === 'fl32') bytes.writeFloatBE(x, at);
    else if (little) bytes.writeIntLE(Math.round(x * (2 ** (bits - 1) - 1)), at, bits / 8);
    else bytes.writeIntBE(Math.round(x * (2 ** (bits - 1) - 1)), at, bits / 8);
  });
  const common = Buffer.alloc(18);
  common.writeUInt16BE(1, 0);
  common.writeUInt32BE(samples.length, 2);
  common.writeUInt16BE(bits, 6);
  common.writeUInt16BE(16383 + 14, 8); // 22050 = 1.3458 · 2^14 as an 80-bit float
  common.writeBigUInt64BE(22050n << 49n, 10);
  const type = compression ? Buffer.from(`${compression}\0\0`) : Buffer.alloc(0);
  const chunks = [
    chunk('SSND', Buffer.concat([Buffer.alloc(8), bytes])),
    chunk('COMM', Buffer.concat([common, type])),
  ];
  return chunk('FORM', Buffer.concat([Buffer.from(form), ...chunks]));
}

function chunk(id: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8, id);
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

describe('MP3', () => {
  it('is found in the clothes of WAV', async () => {
    const audio = stereoMusic(44100, 30_000);
    const mp3Path = join(folder, 'plain.mp3');
    await encodeFile(mp3Path, audio, { format: 'mp3' });
    const mp3 = readFileSync(mp3Path);
    const head = wavBytes([new Float32Array(0)], {
      sampleRate: 44100,
      bits: 16,
      claimedBytes: mp3.length,
    });
    head.writeUInt16LE(0x55, 20);
    const path = join(folder, 'mp3 in.wav');
    writeFileSync(path, Buffer.concat([head, mp3]));
    expect((await decodeFile(path, embedded)).info).toMatchObject({ codec: 'mp3', length: 30_000 });
  });
});

describe('damage within a container', () => {
  it('that hides the next part of a Matroska file ends the search: never a hang', async () => {
    await encodeFile(join(folder, 'whole.flac'), stereoMusic(44100, 60_000), { format: 'flac' });
    const path = await rewrap('whole.flac', 'garbled.mka', new MkvOutputFormat());
    const bytes = readFileSync(path);
    // What follows the sound (its last 400 bytes, and the cues) becomes something unknown.
    bytes.fill(0x01, bytes.length - 600);
    writeFileSync(path, bytes);
    const outcome = await decodeFile(path, embedded).catch((error: unknown) => error);
    expect(outcome).toMatchObject({
      code: 'corrupt-audio',
      message: expect.stringContaining('do not follow') as string,
    });
  });

  it('that costs pages of an Ogg file is told', async () => {
    const path = join(folder, 'torn.opus');
    await encodeFile(path, stereoMusic(48000, 300_000), { format: 'opus' });
    const bytes = readFileSync(path);
    bytes[Math.round(bytes.length / 2)] ^= 0xff;
    writeFileSync(path, bytes);
    const { info } = await decodeFile(path, embedded);
    expect(info.length).toBeLessThan(300_000);
    expect(info.warnings).toContain('1 damaged pages were left out');
  });
});

describe('our Ogg files', () => {
  it('have pages in order, an end, and granules that end with the music', async () => {
    const path = join(folder, 'pages.opus');
    await encodeFile(path, stereoMusic(48000, 300_000), { format: 'opus' });
    const file = await open(path);
    const pages = [];
    for await (const page of oggPages(await fileBytes(file))) pages.push(page);
    expect(pages[0].first).toBe(true);
    expect(pages.at(-1)).toMatchObject({ last: true, granule: 300_000 + 312 });
    const granules = pages.map(({ granule }) => granule ?? 0);
    expect(granules).toEqual([...granules].sort((a, b) => a - b));
    let packets = 0;
    for await (const { bytes } of oggPackets(oggPages(await fileBytes(file)), pages[0].serial)) {
      packets++;
      expect(bytes.length).toBeGreaterThan(0);
    }
    expect(packets).toBe(2 + Math.ceil(300_312 / 960));
    await file.close();
  });
});

describe('probing', () => {
  it('tells the exact length and draws what is there', async () => {
    const path = join(folder, 'probe.flac');
    const rising = sine(500, { sampleRate: 8000, length: 80_000 }).map((x, i) => (x * i) / 80_000);
    await encodeFile(path, audioData(8000, [rising]), { format: 'flac' });
    const { info, peaks } = await probeFile(path, embedded);
    expect(info.length).toBe(80_000);
    expect(peaks).toHaveLength(1000);
    const heights = [100, 500, 900].map((i) => peaks[i]);
    expect(heights[0]).toBeCloseTo(0.05, 1);
    expect(heights[2]).toBeCloseTo(0.45, 1);
    expect(heights).toEqual([...heights].sort());
  });
});
