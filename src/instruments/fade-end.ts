import type { AudioData } from '../audio/audio-data.js';

/** What still rings at the end of a stem fades in this time. */
const FADE_SECONDS = 0.02;

/** Fades the last moments of `audio` in place, so that what rings on isn't cut with a click. */
export function fadeEnd(audio: AudioData): AudioData {
  const count = Math.min(audio.length, Math.round(FADE_SECONDS * audio.sampleRate));
  for (const channel of audio.channels) {
    for (let i = 1; i <= count; i++) channel[audio.length - i] *= (i - 1) / count;
  }
  return audio;
}
