import { join } from 'node:path';
import { durationSeconds, toMono } from '../../audio/audio-data.js';
import { writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { demoSongTitle } from '../../songs/demo-song-title.js';
import { composeDemoSong } from '../../songs/demo-song.js';
import { PEAKS, peaksOf } from '../pictures/waveform-picture.js';

/** What is told of the demo song. */
export type AboutDemoSong = {
  title: string;
  durationSeconds: number;
  /** For a waveform, 0…1. */
  peaks: number[];
};

/** → file `source`: the demo song as 16-bit wav; data `AboutDemoSong`. */
export const demoSongStep: StepFunction = async ({ outputDir }) => {
  const { mix } = composeDemoSong();
  await writeWav(join(outputDir, 'source'), mix, 16);
  const about: AboutDemoSong = {
    title: demoSongTitle,
    durationSeconds: durationSeconds(mix),
    peaks: peaksOf(toMono(mix), PEAKS),
  };
  return about;
};
