import type { ComponentChildren } from 'preact';
import type { Job, Limits } from '../api/types.js';
import type { Song } from '../state/song.js';

/** What every desk is given. */
export interface DeskProps<Settings> {
  song: Song;
  limits: Limits | undefined;
  settings: Settings;
  /** Beside the work. */
  history: ComponentChildren;
  /** `undefined` for the song that is here already. */
  onSong: (song: Song | undefined) => void;
  onSettings: (settings: Settings) => void;
  onStarted: (job: Job) => void;
}
