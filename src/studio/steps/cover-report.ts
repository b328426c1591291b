import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWav } from '../../audio/wav.js';
import { measureLoudness } from '../../dsp/loudness.js';
import { truePeakDbtp } from '../../dsp/true-peak.js';
import type { StepFunction } from '../../jobs/plan.js';
import type { Analysis } from './analyse.js';
import type { DecodedData } from './decode.js';
import type { LeadData } from './lead.js';
import { songTitle } from './song-title.js';

/** What was done and what came of it: file `report.json`, and the same as data. */
export const coverReportStep: StepFunction = async ({ settings, files, data, outputDir }) => {
  const { transpose, singer } = data.analysis as Analysis;
  const { split, room } = data.lead as LeadData;
  const decoded = data.decoded as DecodedData;
  const { warnings: masterWarnings, ...loudness } = data.mastered as { warnings: string[] };
  const original = await readWav(files.original);
  const { name: voiceName } = settings.voice as { name: string };
  const report = {
    title: `${songTitle(data, settings.title as string)} · ${voiceName}`,
    aiMade: true,
    voice: settings.voice,
    engines: settings.engines,
    transpose,
    singer,
    lead: split,
    room,
    seed: (settings.request as { seed: number }).seed,
    settings: settings.request,
    durationSeconds: decoded.durationSeconds,
    loudness,
    original: {
      title: decoded.title,
      artist: decoded.artist,
      integratedLufs: measureLoudness(original).integratedLufs,
      truePeakDbtp: truePeakDbtp(original),
    },
    warnings: [
      ...decoded.warnings,
      ...(singer ? [] : ['no singing was found: the cover is the music alone']),
      ...masterWarnings,
    ],
  };
  await writeFile(join(outputDir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
};
