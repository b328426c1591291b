import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { difference, peakDb } from './measures.js';

const SAMPLE_RATE = 44_100;

const SINE_PEAK = 0.1;

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
        (sum, f) =>
          sum + SINE_PEAK * level(i) * Math.sin((2 * Math.PI * f * i) / SAMPLE_RATE + phase),
        0,
      ),
    );
  return audioData(SAMPLE_RATE, [channel(0), channel(Math.PI / 2)]);
}

/** The greatest magnitude in `found` − `expected`, in dB of a sine's peak, but for `margin` samples at
 *  both ends. */
export function worstErrorDb(found: AudioData, expected: AudioData, margin = 0): number {
  const { sampleRate, channels, length } = difference(found, expected);
  const middle = channels.map((channel) => channel.subarray(margin, length - margin));
  return peakDb(audioData(sampleRate, middle)) - 20 * Math.log10(SINE_PEAK);
}

/** `audio` through a filter: `taps` by their delays in samples, which may be negative. */
export function filtered(audio: AudioData, taps: ReadonlyMap<number, number>): AudioData {
  const filter = (channel: Float32Array) =>
    channel.map((_, i) =>
      [...taps].reduce((sum, [delay, gain]) => sum + gain * (channel[i - delay] ?? 0), 0),
    );
  return audioData(audio.sampleRate, audio.channels.map(filter));
}
