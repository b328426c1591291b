import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { composeDemoSong } from '../../songs/demo-song.js';

/** → file `source`: the demo song as 16-bit wav. */
export const demoSongStep: StepFunction = async ({ outputDir }) => {
  await writeWav(join(outputDir, 'source'), composeDemoSong().mix, 16);
  return { title: 'Over the Water (demo)' };
};
