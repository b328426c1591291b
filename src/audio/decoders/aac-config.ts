import type { Speaker } from '../downmix.js';
import { channelLayout } from './aac/channel-map.js';
import { BitReader } from './bit-reader.js';
import { corruptAudio, unsupportedCodec } from './sound-source.js';

/** What an AAC stream is, from an AudioSpecificConfig (ISO 14496-3) or an ADTS header. */
export interface AacConfig {
  /** 2 is LC. */
  objectType: number;
  sampleRateIndex: number;
  sampleRate: number;
  channelConfiguration: number;
  layout: readonly Speaker[];
  /** Spectral band replication was used: the upper half of the spectrum is coded apart. */
  highEfficiency: boolean;
}

const SAMPLE_RATES = [
  ...[96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350],
];
const OBJECT_LC = 2;
const OBJECT_SBR = 5;
const OBJECT_PS = 29;
const EXPLICIT_RATE = 15;

/** @throws InputError `unsupported-codec` for what isn't AAC-LC at its core */
export function parseAudioSpecificConfig(bytes: Uint8Array): AacConfig {
  const reader = new BitReader(bytes);
  const outerType = readObjectType(reader);
  const sampleRateIndex = reader.readUnsigned(4);
  if (sampleRateIndex === EXPLICIT_RATE) throw unsupportedCodec('AAC of an unusual sample rate');
  const channelConfiguration = reader.readUnsigned(4);
  const highEfficiency = outerType === OBJECT_SBR || outerType === OBJECT_PS;
  if (highEfficiency && reader.readUnsigned(4) === EXPLICIT_RATE) reader.readUnsigned(24);
  const objectType = highEfficiency ? readObjectType(reader) : outerType;
  if (reader.readUnsigned(1)) throw unsupportedCodec('AAC of 960 samples to a frame');
  return aacConfig({ objectType, sampleRateIndex, channelConfiguration, highEfficiency });
}

/** Of the ADTS header at the start of `bytes`. */
export function parseAdtsHeader(bytes: Uint8Array): AacConfig {
  return aacConfig({
    objectType: (bytes[2] >> 6) + 1,
    sampleRateIndex: (bytes[2] >> 2) & 15,
    channelConfiguration: ((bytes[2] & 1) << 2) | (bytes[3] >> 6),
    highEfficiency: false,
  });
}

/** The length of the header of an ADTS `frame`; a checksum makes it longer. */
export function adtsHeaderBytes(frame: Uint8Array): number {
  return frame[1] & 1 ? 7 : 9;
}

function readObjectType(reader: BitReader): number {
  const type = reader.readUnsigned(5);
  return type === 31 ? 32 + reader.readUnsigned(6) : type;
}

function aacConfig(
  config: Pick<
    AacConfig,
    'objectType' | 'sampleRateIndex' | 'channelConfiguration' | 'highEfficiency'
  >,
): AacConfig {
  const { objectType, sampleRateIndex, channelConfiguration } = config;
  if (objectType !== OBJECT_LC) throw unsupportedCodec(`AAC of object type ${objectType}`);
  const sampleRate = SAMPLE_RATES[sampleRateIndex];
  if (!sampleRate) throw corruptAudio('AAC', 'its header names no sample rate');
  const layout = channelLayout(channelConfiguration);
  if (layout.length === 0) throw unsupportedCodec('AAC of an unusual channel configuration');
  return { ...config, sampleRate, layout };
}
