/** How samples lie in an uncompressed file, frames of interleaved channels. */
export interface PcmFormat {
  readonly encoding: 'int' | 'float' | 'alaw' | 'mulaw';
  /** 1–4 for int, 4 or 8 for float, 1 for the laws. */
  readonly bytesPerSample: number;
  readonly littleEndian: boolean;
  /** 8-bit samples around 128, as in WAV. */
  readonly unsigned: boolean;
  readonly sampleRate: number;
  readonly numberOfChannels: number;
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Bytes of one sample of all channels. */
export function bytesPerFrame(format: PcmFormat): number {
  return format.bytesPerSample * format.numberOfChannels;
}

/** Interleaved `bytes` (whole frames; a started one at the end is left out) as planar channels in
 *  [-1, 1). Samples narrower than their bytes are left-justified, as WAV and AIFF have it. */
export function decodePcm(bytes: Uint8Array, format: PcmFormat): Float32Array[] {
  const length = Math.floor(bytes.length / bytesPerFrame(format));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isOwnFloat(format, bytes)) return deinterleaved(bytes, format.numberOfChannels, length);
  const read = sampleReader(format);
  return Array.from({ length: format.numberOfChannels }, (_, c) => {
    const channel = new Float32Array(length);
    let offset = c * format.bytesPerSample;
    for (let i = 0; i < length; i++, offset += bytesPerFrame(format)) {
      channel[i] = read(view, offset);
    }
    return channel;
  });
}

/** Whether `bytes` can be read as the floats that this machine works with, as they lie. */
function isOwnFloat(
  { encoding, bytesPerSample, littleEndian }: PcmFormat,
  { byteOffset }: Uint8Array,
): boolean {
  return (
    encoding === 'float' &&
    bytesPerSample === Float32Array.BYTES_PER_ELEMENT &&
    byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 &&
    littleEndian === IS_LITTLE_ENDIAN
  );
}

function deinterleaved(
  bytes: Uint8Array,
  numberOfChannels: number,
  length: number,
): Float32Array[] {
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, length * numberOfChannels);
  return Array.from({ length: numberOfChannels }, (_, c) => {
    const channel = new Float32Array(length);
    for (let i = 0, at = c; i < length; i++, at += numberOfChannels) channel[i] = samples[at];
    return channel;
  });
}

type SampleReader = (view: DataView, offset: number) => number;

function sampleReader(format: PcmFormat): SampleReader {
  const { encoding, bytesPerSample, littleEndian } = format;
  if (encoding === 'alaw') return (view, at) => alawToLinear(view.getUint8(at));
  if (encoding === 'mulaw') return (view, at) => mulawToLinear(view.getUint8(at));
  if (encoding === 'float') {
    if (bytesPerSample === 8) return (view, at) => view.getFloat64(at, littleEndian);
    return (view, at) => view.getFloat32(at, littleEndian);
  }
  if (bytesPerSample === 4) return (view, at) => view.getInt32(at, littleEndian) / 2147483648;
  if (bytesPerSample === 3) return littleEndian ? readInt24Little : readInt24Big;
  if (bytesPerSample === 2) return (view, at) => view.getInt16(at, littleEndian) / 32768;
  if (format.unsigned) return (view, at) => (view.getUint8(at) - 128) / 128;
  return (view, at) => view.getInt8(at) / 128;
}

function readInt24Little(view: DataView, at: number): number {
  return (view.getUint16(at, true) + view.getInt8(at + 2) * 65536) / 8388608;
}

function readInt24Big(view: DataView, at: number): number {
  return (view.getUint16(at + 1) + view.getInt8(at) * 65536) / 8388608;
}

/** ITU-T G.711 A-law, scaled so that the loudest code is 0.984. */
function alawToLinear(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits & 0x70) >> 4;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return (bits & 0x80 ? magnitude : -magnitude) / 32768;
}

/** ITU-T G.711 µ-law, scaled so that the loudest code is 0.980. */
function mulawToLinear(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits & 0x70) >> 4)) - 132;
  return (bits & 0x80 ? -magnitude : magnitude) / 32768;
}
