import type { OutputFormat } from '../../../src/audio/output-format.js';

/** What can be set of a song that is to be written. */
export interface SongSettings {
  prompt: string;
  lyrics: string;
  durationSeconds: number;
  /** A voice's id; empty where the prompt decides. */
  voice: string;
  instrumental: boolean;
  format: OutputFormat;
  seed: number;
}

export const promptExamples = [
  'melancholic synthwave, 96 bpm, female voice, about the last train home',
  'happy funk in E minor with slap bass and brass, instrumental',
  'slow waltz for accordion and violin, D minor',
  'lo-fi beats to study to, 78 bpm, no vocals',
  'pop punk about summer, 175 bpm, A major, male voice',
] as const;

const defaultSong: SongSettings = {
  prompt: promptExamples[0],
  lyrics: '',
  durationSeconds: 90,
  voice: '',
  instrumental: false,
  format: 'wav',
  seed: 1,
};

/** Settings as they were stored by any earlier version of the page, completed with defaults. */
export function completeSong(stored: unknown): SongSettings {
  const known = (stored ?? {}) as Partial<SongSettings>;
  return { ...defaultSong, ...known };
}

/** What `POST /songs` is sent. Stems come as WAV, which the page can play without holding them. */
export function songRequest({ prompt, lyrics, voice, instrumental, ...rest }: SongSettings) {
  const sung = instrumental ? {} : { ...(lyrics.trim() && { lyrics }), ...(voice && { voice }) };
  return {
    prompt,
    ...(instrumental && { instrumental }),
    ...sung,
    ...rest,
    stemsFormat: 'wav' as const,
  };
}
