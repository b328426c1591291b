import type { Plan } from '../jobs/plan.js';
import { decodeStep, qualityResults, qualityStep } from './plan-steps.js';
import type { ReportRequest } from './requests.js';
import { planSource, type Source } from './source.js';

/** The quality of a file, as it is. */
export function planReport(request: ReportRequest, { source }: { source: Source }): Plan {
  const { steps, file } = planSource(source);
  const { targetLufs, ceilingDbtp } = request;
  return {
    kind: 'report',
    seed: 0,
    steps: [
      ...steps,
      decodeStep(file, 'stretches', { asItIs: true }),
      qualityStep(
        { kind: 'report', judgedAs: 'recording', subject: 'recording', targetLufs, ceilingDbtp },
        { output: { step: 'decode', file: 'mix.wav' }, made: { step: 'decode', data: true } },
      ),
    ],
    results: qualityResults,
    report: 'quality',
  };
}
