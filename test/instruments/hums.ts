import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { join, silence, sum, synthesiseVoice, whiteNoise } from '../pitch/synthetic-voice.js';

/** A hummed note: Hz, seconds, and the pause after it. */
export type Hummed = readonly [hz: number, seconds: number, pause: number];

/** `notes` one after the other, after half a second of silence, each set in within 20 ms. */
export function hum(notes: readonly Hummed[]): AudioData {
  const parts = notes.flatMap(([hz, seconds, pause]) => [
    faded(synthesiseVoice({ seconds, f0: () => hz })),
    ...(pause > 0 ? [silence(pause)] : []),
  ]);
  return join(silence(0.5), ...parts, silence(0.3));
}

/** When each of `notes` begins, in seconds. */
export function onsetsOf(notes: readonly Hummed[]): number[] {
  let at = 0.5;
  return notes.map(([, seconds, pause]) => {
    const onset = at;
    at += seconds + pause;
    return onset;
  });
}

/** `audio` as a telephone in a room hears it: hiss 35 dB below. */
export function withRoom(audio: AudioData): AudioData {
  return sum(audio, { ...whiteNoise(audio.length / audio.sampleRate, 0.002) });
}

/** Fades of 20 ms at both ends. */
export function faded(audio: AudioData): AudioData {
  const fade = Math.round(0.02 * audio.sampleRate);
  const samples = audio.channels[0].map((sample, i) => {
    const near = Math.min(i, audio.length - 1 - i);
    return sample * Math.min(1, near / fade);
  });
  return audioData(audio.sampleRate, [samples]);
}
