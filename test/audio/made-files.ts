import { crc16, crc8 } from '../../src/audio/decoders/crc.js';

interface WavOptions {
  sampleRate: number;
  bits: number;
  /** 1 int, 3 float, 6 A-law, 7 µ-law. */
  tag?: number;
  extensible?: boolean;
  form?: 'RIFF' | 'RIFX' | 'RF64';
  /** What the data chunk claims instead of its size. */
  claimedBytes?: number;
}

/** A WAV file of any kind, written apart from our own writer. */
export function wavBytes(channels: readonly Float32Array[], options: WavOptions): Buffer {
  const { sampleRate, bits, tag = 1, extensible = false, form = 'RIFF' } = options;
  const little = form !== 'RIFX';
  const u16 = (value: number) =>
    fixed(2, (b) => (little ? b.writeUInt16LE(value) : b.writeUInt16BE(value)));
  const u32 = (value: number) =>
    fixed(4, (b) => (little ? b.writeUInt32LE(value) : b.writeUInt32BE(value)));
  const frameBytes = (channels.length * bits) / 8;
  const format = Buffer.concat([
    u16(extensible ? 0xfffe : tag),
    u16(channels.length),
    u32(sampleRate),
    u32(sampleRate * frameBytes),
    u16(frameBytes),
    u16(bits),
    ...(extensible ? [u16(22), u16(bits), u32(0), u16(tag), Buffer.alloc(14)] : []),
  ]);
  const data = Buffer.concat(
    Array.from(channels[0], (_, i) =>
      Buffer.concat(channels.map((channel) => sampleBytes(channel[i], { bits, tag, little }))),
    ),
  );
  const ds64 = Buffer.alloc(28);
  ds64.writeBigUInt64LE(BigInt(data.length), 8);
  const claimed = form === 'RF64' ? 0xffffffff : (options.claimedBytes ?? data.length);
  return Buffer.concat([
    ...[Buffer.from(form), u32(0xffffffff), Buffer.from('WAVE')],
    ...(form === 'RF64' ? [Buffer.from('ds64'), u32(28), ds64] : []),
    ...[Buffer.from('fmt '), u32(format.length), format],
    ...[Buffer.from('data'), u32(claimed), data],
  ]);
}

function fixed(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(length);
  write(bytes);
  return bytes;
}

function sampleBytes(
  sample: number,
  { bits, tag, little }: { bits: number; tag: number; little: boolean },
): Buffer {
  if (tag === 6) return Buffer.of(alaw(sample));
  if (tag === 7) return Buffer.of(mulaw(sample));
  const bytes = Buffer.alloc(bits / 8);
  if (tag === 3 && bits === 64) bytes.writeDoubleLE(sample);
  else if (tag === 3) bytes.writeFloatLE(sample);
  else if (bits === 8) bytes.writeUInt8(128 + Math.round(sample * 127));
  else if (little) bytes.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), 0, bits / 8);
  else bytes.writeIntBE(Math.round(sample * (2 ** (bits - 1) - 1)), 0, bits / 8);
  return bytes;
}

/** ITU-T G.711 by its definition: segments of doubling steps on 13-bit magnitudes. */
function alaw(sample: number): number {
  const magnitude = Math.min(4095, Math.round(Math.abs(sample) * 4096));
  const segment = Math.max(0, Math.floor(Math.log2(Math.max(1, magnitude))) - 4);
  const segmentLimited = Math.min(7, Math.max(0, segment - 1) + (magnitude >= 64 ? 1 : 0));
  const step = segmentLimited <= 1 ? 1 : segmentLimited;
  const mantissa = (magnitude >> step) & 15;
  return ((segmentLimited << 4) | mantissa | (sample >= 0 ? 0x80 : 0)) ^ 0x55;
}

function mulaw(sample: number): number {
  const magnitude = Math.min(8158, Math.round(Math.abs(sample) * 8192)) + 33;
  const segment = Math.floor(Math.log2(magnitude)) - 5;
  const mantissa = (magnitude >> (segment + 1)) & 15;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | mantissa) & 0xff;
}

/** A FLAC file of digital silence: 14 bytes for each 65535 samples, so that hours fit into little. */
export function silentFlac(frames: number, { claimedLength = 0 } = {}): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(65535, 0);
  info.writeUInt16BE(65535, 2);
  // 20 bits sample rate, 3 channels − 1, 5 bit depth − 1, 36 length
  info.writeBigUInt64BE((44100n << 44n) | (15n << 36n) | BigInt(claimedLength), 10);
  const head = Buffer.concat([Buffer.from('fLaC'), Buffer.of(0x80, 0, 0, 34), info]);
  // sync, fixed size; 16-bit block size, rate of STREAMINFO; mono, 16 bits; frame 0; size − 1
  const frame = [0xff, 0xf8, 0x70, 0x08, 0x00, 0xff, 0xfe];
  frame.push(crc8(Uint8Array.from(frame), 0, frame.length), 0x00, 0x00, 0x00);
  const sum = crc16(Uint8Array.from(frame), 0, frame.length);
  const bytes = Buffer.of(...frame, sum >> 8, sum & 0xff);
  return Buffer.concat([head, ...Array<Buffer>(frames).fill(bytes)]);
}
