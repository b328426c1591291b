import { completeSettings, type CoverSettings } from './cover-settings.js';
import type { Song } from './song.js';

/** What a job was asked to do, remembered so that "change settings and run again" can start there. */
export interface Run {
  song: Song;
  voice: string;
  settings: CoverSettings;
}

export type Runs = Record<string, Run>;

/** Older ones are forgotten. */
const keptRuns = 50;

export function restoreRuns(stored: unknown): Runs {
  const runs = (stored ?? {}) as Runs;
  return Object.fromEntries(
    Object.entries(runs).map(([id, run]) => [
      id,
      { ...run, settings: completeSettings(run.settings) },
    ]),
  );
}

export function rememberRun(runs: Runs, jobId: string, { song, voice, settings }: Run): Runs {
  // Object URLs die with the page; the upload itself stays on the server.
  const lasting = song.audioUrl?.startsWith('blob:') ? { ...song, audioUrl: undefined } : song;
  const entries = [...Object.entries(runs), [jobId, { song: lasting, voice, settings }] as const];
  return Object.fromEntries(entries.slice(-keptRuns));
}
