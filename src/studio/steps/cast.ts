import { join } from 'node:path';
import { durationSeconds } from '../../audio/audio-data.js';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { joinLeads, splitLeadByTime, type TimeRange } from '../../mixing/lead-changes.js';
import { requireWithinSong } from '../cast.js';

/** file `lead`, settings `at` → `lead.wav` and `second.wav`: what each of two singers has of it. */
export const castStep: StepFunction = async ({ settings, files, outputDir }) => {
  const ranges = settings.at as unknown as TimeRange[];
  const lead = await readWav(files.lead);
  requireWithinSong(ranges, durationSeconds(lead));
  const { first, second } = splitLeadByTime(lead, ranges);
  await writeWav(join(outputDir, 'lead.wav'), first);
  await writeWav(join(outputDir, 'second.wav'), second);
  return null;
};

/** files `lead`, `second`, settings `at`, `gainDb` → `converted.wav`: both as one lead, mono. */
export const duetStep: StepFunction = async ({ settings, files, outputDir }) => {
  const joined = joinLeads(await readWav(files.lead), await readWav(files.second), {
    ranges: settings.at as unknown as TimeRange[],
    gainDb: settings.gainDb as number,
  });
  await writeWav(join(outputDir, 'converted.wav'), joined);
  return null;
};
