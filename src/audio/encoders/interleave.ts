import type { AudioData } from '../audio-data.js';

/** All samples of `block`, interleaved, within ±1. */
export function interleave({ channels, length }: AudioData): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(length * channels.length);
  channels.forEach((channel, c) => {
    for (let i = 0, at = c; i < length; i++, at += channels.length) {
      samples[at] = Math.max(-1, Math.min(1, channel[i]));
    }
  });
  return samples;
}

/** The same as integers of `bitDepth` bits in the upper bits of 32. */
export function interleaveInt32(
  { channels, length }: AudioData,
  bitDepth: number,
): Int32Array<ArrayBuffer> {
  const samples = new Int32Array(length * channels.length);
  const limit = 2 ** (bitDepth - 1);
  channels.forEach((channel, c) => {
    for (let i = 0, at = c; i < length; i++, at += channels.length) {
      const value = Math.max(-limit, Math.min(limit - 1, Math.round(channel[i] * limit)));
      samples[at] = value << (32 - bitDepth);
    }
  });
  return samples;
}
