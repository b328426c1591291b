import type { AudioData } from '../audio-data.js';

/** Samples `from`…`to` of all channels, interleaved, within ±1. */
export function interleave(
  { channels }: AudioData,
  from: number,
  to: number,
): Float32Array<ArrayBuffer> {
  const samples = new Float32Array((to - from) * channels.length);
  channels.forEach((channel, c) => {
    for (let i = from, at = c; i < to; i++, at += channels.length) {
      samples[at] = Math.max(-1, Math.min(1, channel[i]));
    }
  });
  return samples;
}

/** The same as integers of `bitDepth` bits in the upper bits of 32. */
export function interleaveInt32(
  { channels }: AudioData,
  { from, to, bitDepth }: { from: number; to: number; bitDepth: number },
): Int32Array<ArrayBuffer> {
  const samples = new Int32Array((to - from) * channels.length);
  const limit = 2 ** (bitDepth - 1);
  channels.forEach((channel, c) => {
    for (let i = from, at = c; i < to; i++, at += channels.length) {
      const value = Math.max(-limit, Math.min(limit - 1, Math.round(channel[i] * limit)));
      samples[at] = value << (32 - bitDepth);
    }
  });
  return samples;
}
