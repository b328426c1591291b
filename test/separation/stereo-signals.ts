import { audioData, type AudioData } from '../../src/audio/audio-data.js';

const SAMPLE_RATE = 44_100;

/** Long enough for a tone's begin and end to stay out of what lies a kilohertz away. */
const FADE_LENGTH = 1000;

/** Sines of `hz`, each a tenth of full scale, those of the right channel a quarter turn later; they
 *  swell and fade at both ends. */
export function sines(length: number, ...hz: number[]): AudioData {
  const fadeLength = Math.min(FADE_LENGTH, length / 2);
  const level = (i: number) =>
    Math.sin((Math.PI / 2) * Math.min(1, (i + 1) / fadeLength, (length - i) / fadeLength)) ** 2;
  const channel = (phase: number) =>
    Float32Array.from({ length }, (_, i) =>
      hz.reduce(
        (sum, f) => sum + 0.1 * level(i) * Math.sin((2 * Math.PI * f * i) / SAMPLE_RATE + phase),
        0,
      ),
    );
  return audioData(SAMPLE_RATE, [channel(0), channel(Math.PI / 2)]);
}

/** The loudest sample of `found` − `expected` in dB below a sine's peak, but for `margin` samples at
 *  both ends. */
export function errorDb(found: AudioData, expected: AudioData, margin = 0): number {
  let worst = 0;
  for (const [c, channel] of expected.channels.entries()) {
    for (let i = margin; i < channel.length - margin; i++) {
      // Written so that NaN counts as an error.
      if (!(Math.abs(found.channels[c][i] - channel[i]) <= worst)) {
        worst = Math.abs(found.channels[c][i] - channel[i]);
      }
    }
  }
  return 20 * Math.log10(worst / 0.1);
}

/** `audio`, times `gain`. */
export function amplified(audio: AudioData, gain: number): AudioData {
  return audioData(
    audio.sampleRate,
    audio.channels.map((channel) => channel.map((sample) => gain * sample)),
  );
}

/** `audio` through a filter: `taps` by their delays in samples, which may be negative. */
export function filtered(audio: AudioData, taps: ReadonlyMap<number, number>): AudioData {
  const filter = (channel: Float32Array) =>
    channel.map((_, i) =>
      [...taps].reduce((sum, [delay, gain]) => sum + gain * (channel[i - delay] ?? 0), 0),
    );
  return audioData(audio.sampleRate, audio.channels.map(filter));
}
