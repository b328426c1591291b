import type { Plan } from '../jobs/plan.js';
import { describeMaking } from './making.js';
import {
  decodeStep,
  encodedResults,
  encodeStep,
  masterStep,
  qualityResults,
  qualityStep,
} from './plan-steps.js';
import type { MasterRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

/** A finished mix at release loudness. */
export function planMaster(request: MasterRequest, { source }: { source: Source }): Plan {
  const { steps, file, about } = planSource(source);
  const { targetLufs, ceilingDbtp } = request;
  const files = {
    master: { from: { step: 'master', file: 'mastered.wav' }, format: request.format },
  };
  return {
    kind: 'master',
    seed: request.seed,
    steps: [
      ...steps,
      decodeStep(file, 'whole'),
      masterStep({ step: 'decode', file: 'mix.wav' }, request),
      encodeStep(files, {
        about,
        title: sourceTitle(source),
        made: describeMaking('master', request, { engines: {} }),
      }),
      qualityStep(
        { kind: 'master', judgedAs: 'release', subject: 'master', targetLufs, ceilingDbtp },
        { output: files.master.from, made: { step: 'master', data: true } },
      ),
    ],
    results: { ...encodedResults(files), ...qualityResults },
    report: 'quality',
  };
}
