import { audioData, type AudioData } from '../../src/audio/audio-data.js';

/** All channels times `gain`. */
export function scaled({ sampleRate, channels }: AudioData, gain: number): AudioData {
  return audioData(
    sampleRate,
    channels.map((channel) => channel.map((x) => x * gain)),
  );
}

/** Root mean square over all channels. */
export function rms({ channels, length }: AudioData): number {
  const energy = channels.reduce((sum, x) => x.reduce((total, v) => total + v * v, sum), 0);
  return Math.sqrt(energy / (length * channels.length));
}

/** `stem` − `expected`; NaN where the stem isn't. */
export function difference(stem: AudioData | undefined, expected: AudioData): AudioData {
  const channels = expected.channels.map((channel, c) =>
    channel.map((x, i) => (stem?.channels[c][i] ?? NaN) - x),
  );
  return audioData(expected.sampleRate, channels);
}

/** Energy of the difference, in dB of `expected`'s. */
export function errorDb(stem: AudioData | undefined, expected: AudioData): number {
  return 20 * Math.log10(rms(difference(stem, expected)) / rms(expected));
}

/** The greatest magnitude of the samples in dB of full scale. */
export function peakDb({ channels }: AudioData): number {
  const peaks = channels.map((channel) =>
    channel.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  );
  return 20 * Math.log10(Math.max(...peaks));
}
