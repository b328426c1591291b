import { InputError } from '../../errors.js';
import type { AudioData } from '../audio-data.js';
import { concat, uint32le, utf8 } from '../bytes.js';
import { viewOf } from '../decoders/byte-source.js';
import type { Tags } from '../tags.js';
import { tpdfDither } from './dither.js';

/** 16 and 24 are integers, 32 is float. */
export type WavBitDepth = 16 | 24 | 32;

const FORMAT_INT = 1;
const FORMAT_FLOAT = 3;
const MAX_RIFF_BYTES = 0xffffffff;

/** What a WAV file is like, but for its length. */
export interface WavDescription {
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  readonly bitDepth: WavBitDepth;
  readonly tags?: Tags;
}

/** Everything before the samples: RIFF, fmt, fact (floats only), INFO tags and the data chunk's head;
 *  as many bytes for any `length` (samples per channel).
 *  @throws InputError `too-long` beyond 4 GiB */
export function wavHeader(description: WavDescription, length: number): Uint8Array {
  const { bitDepth, tags = {} } = description;
  const dataBytes = length * frameBytesOf(description);
  const chunks = [chunk('fmt ', formatChunk(description))];
  if (bitDepth === 32) chunks.push(chunk('fact', uint32le(length)));
  const info = infoItems(tags);
  if (info.length > 0) chunks.push(chunk('LIST', concat(utf8('INFO'), ...info)));
  const body = concat(utf8('WAVE'), ...chunks, utf8('data'), uint32le(dataBytes));
  const riffBytes = body.length + dataBytes + (dataBytes % 2);
  if (riffBytes > MAX_RIFF_BYTES) {
    throw new InputError(
      'too-long',
      'the audio needs more than the 4 GiB that a WAV file can hold',
      {
        hint: 'Choose FLAC, or 16 bits.',
      },
    );
  }
  return concat(utf8('RIFF'), uint32le(riffBytes), body);
}

function frameBytesOf({ numberOfChannels, bitDepth }: WavDescription): number {
  return (numberOfChannels * bitDepth) / 8;
}

/** All samples of `block`, interleaved.
 *  @param options.position where in the file the block begins: dither depends on it */
export function encodeSamples(
  { channels, length }: AudioData,
  { bitDepth, position }: { bitDepth: WavBitDepth; position: number },
): Uint8Array {
  const bytesPerSample = bitDepth / 8;
  const stride = channels.length * bytesPerSample;
  const bytes = new Uint8Array(length * stride);
  const view = viewOf(bytes);
  channels.forEach((channel, c) => {
    const write = sampleWriter(view, bitDepth, c);
    for (let i = 0, at = c * bytesPerSample; i < length; i++, at += stride) {
      write(at, channel[i], position + i);
    }
  });
  return bytes;
}

/** Writes one sample; `index` is its place in the channel, which its dither depends on. */
type SampleWriter = (at: number, sample: number, index: number) => void;

function sampleWriter(view: DataView, bitDepth: WavBitDepth, channel: number): SampleWriter {
  if (bitDepth === 32) return (at, sample) => view.setFloat32(at, sample, true);
  if (bitDepth === 24) {
    return (at, sample) => {
      const value = clampInteger(sample * 8388608, 8388608);
      view.setUint16(at, value & 0xffff, true);
      view.setInt8(at + 2, value >> 16);
    };
  }
  return (at, sample, index) => {
    const dither = sample === 0 ? 0 : tpdfDither(index, channel);
    view.setInt16(at, clampInteger(sample * 32768 + dither, 32768), true);
  };
}

function clampInteger(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit - 1, Math.round(value)));
}

function formatChunk(description: WavDescription): Uint8Array {
  const { sampleRate, numberOfChannels, bitDepth } = description;
  const float = bitDepth === 32;
  const frameBytes = frameBytesOf(description);
  const bytes = new Uint8Array(float ? 18 : 16);
  const view = viewOf(bytes);
  view.setUint16(0, float ? FORMAT_FLOAT : FORMAT_INT, true);
  view.setUint16(2, numberOfChannels, true);
  view.setUint32(4, sampleRate, true);
  view.setUint32(8, sampleRate * frameBytes, true);
  view.setUint16(12, frameBytes, true);
  view.setUint16(14, bitDepth, true);
  return bytes;
}

function infoItems({ title, artist, album, comment }: Tags): Uint8Array[] {
  const items: [string, string | undefined][] = [
    ['INAM', title],
    ['IART', artist],
    ['IPRD', album],
    ['ICMT', comment],
  ];
  return items.flatMap(([id, text]) => (text ? [chunk(id, utf8(`${text}\0`))] : []));
}

function chunk(id: string, content: Uint8Array): Uint8Array {
  const padding = new Uint8Array(content.length % 2);
  return concat(utf8(id), uint32le(content.length), content, padding);
}
