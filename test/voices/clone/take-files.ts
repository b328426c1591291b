import { join } from 'node:path';
import { audioData } from '../../../src/audio/audio-data.js';
import { writeWav } from '../../../src/audio/wav.js';
import type { Recording } from '../../../src/voices/clone/recording.js';

/** Writes `take` as a wav file under its name.
 *  @returns its path */
export async function writeTake(dir: string, take: Recording): Promise<string> {
  const path = join(dir, take.name);
  await writeWav(path, audioData(take.sampleRate, [take.samples]), 24);
  return path;
}
