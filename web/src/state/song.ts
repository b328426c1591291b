import { demoUrl } from '../api/endpoints.js';
import type { Source, Upload } from '../api/types.js';

/** The song on the desk: what the server is asked for, and what the page shows of it. */
export interface Song {
  source: Source;
  name: string;
  durationSeconds?: number;
  peaks?: number[];
  /** Where the page can listen to it. */
  audioUrl?: string;
}

export const demoSong: Song = { source: { demo: true }, name: 'Demo song', audioUrl: demoUrl };

/** @param file the user's own copy, which needn't come back from the server to be heard */
export function uploadedSong(upload: Upload, file: File): Song {
  return {
    source: { upload: upload.id },
    name: upload.name,
    durationSeconds: upload.durationSeconds,
    peaks: upload.peaks,
    audioUrl: URL.createObjectURL(file),
  };
}

export function linkedSong(url: string): Song {
  return { source: { link: url }, name: url };
}
