import type { Json, StepFunction } from '../../jobs/plan.js';
import type { DecodedData } from './decode.js';
import type { MixData } from './mix.js';

/** Data: what was mixed and how, and what came of it. */
export const mixReportStep: StepFunction = ({ data }) => {
  const { session, report } = data.mix as unknown as MixData;
  const { durationSeconds, warnings } = data.decoded as DecodedData;
  const { warnings: masterWarnings, ...loudness } = data.mastered as {
    warnings: string[];
    [measured: string]: Json;
  };
  return Promise.resolve({
    durationSeconds,
    tracks: report?.tracks ?? session.tracks.map(({ name, role }) => ({ name, role })),
    vocal: report?.vocal ?? null,
    loudness,
    warnings: [...warnings, ...masterWarnings],
  });
};
