import { readWav } from '../../audio/wav.js';
import { measureLoudness } from '../../dsp/loudness.js';
import { truePeakDbtp } from '../../dsp/true-peak.js';
import type { Json, StepFunction } from '../../jobs/plan.js';
import type { Analysis } from './analyse.js';
import type { DecodedData } from './decode.js';
import type { LeadData } from './lead.js';
import { songTitle } from './song-title.js';

/** One part of the cover and the voice that sings it; null is the original singer's. */
type ReportedEntry = { part: string; voice: { [about: string]: Json } | null };
type Data = { readonly [name: string]: Json };

/** Data: what was done and what came of it. */
export const coverReportStep: StepFunction = async ({ settings, files, data }) => {
  const { transpose, singer } = data.analysis as Analysis;
  const [{ voice }, ...others] = settings.cast as ReportedEntry[];
  const { split, room } = data.lead as LeadData;
  const decoded = data.decoded as DecodedData;
  const { warnings: masterWarnings, ...loudness } = data.mastered as { warnings: string[] };
  const original = await readWav(files.original);
  return {
    title: `${songTitle(data, settings.title as string)} · ${settings.singers as string}`,
    aiMade: true,
    voice,
    cast: others.map((entry) => withAnalysis(entry, data)),
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
    warnings: [...decoded.warnings, ...warningsOf(singer, data), ...masterWarnings],
  };
};

/** What was heard of a part beside the lead, and what was done about it. */
function withAnalysis({ part, voice }: ReportedEntry, data: Data): Json {
  const analysis = data[`analysis-${part}`] as Analysis | undefined;
  return {
    part,
    voice,
    singer: analysis?.singer ?? null,
    transpose: analysis?.transpose ?? null,
  };
}

function warningsOf(singer: Analysis['singer'], data: Data): string[] {
  const second = data['analysis-second'] as Analysis | undefined;
  const backing = data['analysis-backing'] as Analysis | undefined;
  if (!singer && !second?.singer) return ['no singing was found: the cover is the music alone'];
  return [
    ...(singer ? [] : ['no singing was found outside the stretches of the second lead']),
    ...(second && !second.singer
      ? ['no singing was found in the stretches of the second lead']
      : []),
    ...(backing && !backing.singer ? ['no backing vocals were found'] : []),
  ];
}
