import type { Plan } from '../jobs/plan.js';
import { MASTER_TARGETS } from '../mixing/master-targets.js';
import { describeMaking } from './making.js';
import {
  decodeStep,
  encodedResults,
  encodeStep,
  masterStep,
  peaksResults,
  peaksStep,
  qualityResults,
  qualityStep,
} from './plan-steps.js';
import type { MasterRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

/** A finished mix at release loudness. */
export function planMaster(request: MasterRequest, { source }: { source: Source }): Plan {
  const { steps, file, about } = planSource(source);
  const { amount, style, format } = request;
  const { targetLufs, ceilingDbtp } = targetsOf(request);
  const mix = { step: 'decode', file: 'mix.wav' };
  const files = { master: { from: { step: 'master', file: 'mastered.wav' }, format } };
  return {
    kind: 'master',
    seed: request.seed,
    steps: [
      ...steps,
      decodeStep(file, 'whole'),
      masterStep(mix, { format, master: { by: 'ear', targetLufs, ceilingDbtp, amount, style } }),
      encodeStep(files, {
        about,
        title: sourceTitle(source),
        made: describeMaking('master', request, { engines: {} }),
      }),
      peaksStep({ original: mix, master: files.master.from }),
      qualityStep(
        { kind: 'master', judgedAs: 'release', subject: 'master', targetLufs, ceilingDbtp },
        {
          output: files.master.from,
          before: mix,
          made: { step: 'master', data: true },
        },
      ),
    ],
    results: { ...encodedResults(files), ...peaksResults, ...qualityResults },
    report: 'quality',
  };
}

/** Loudness and ceiling of the preset, but for what was asked for by itself. */
function targetsOf({ preset, targetLufs, ceilingDbtp }: MasterRequest) {
  const target = MASTER_TARGETS[preset];
  return {
    targetLufs: targetLufs ?? target.targetLufs,
    ceilingDbtp: ceilingDbtp ?? target.ceilingDbtp,
  };
}
