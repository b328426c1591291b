import type { Plan, PlannedStep, StepInput } from '../jobs/plan.js';
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
import type { MasterStepSettings } from './steps/master.js';

/** A finished mix at release loudness. */
export function planMaster(
  request: MasterRequest,
  { source, reference }: { source: Source; reference?: Source },
): Plan {
  const { steps, file, about } = planSource(source);
  const { format, bitDepth } = request;
  const { targetLufs, ceilingDbtp } = targetsOf(request);
  const mix = { step: 'decode', file: 'mix.wav' };
  const files = { master: { from: { step: 'master', file: 'mastered.wav' }, format, bitDepth } };
  const like = reference && planSource(reference, 'reference-source');
  return {
    kind: 'master',
    seed: request.seed,
    steps: [
      ...steps,
      decodeStep(file, 'whole'),
      ...(like ? [...like.steps, decodeReferenceStep(like.file)] : []),
      masterStep(
        mix,
        { format, master: manner(request) },
        like && { reference: { step: 'reference', file: 'mix.wav' } },
      ),
      encodeStep(files, {
        about,
        title: sourceTitle(source),
        made: describeMaking('master', request, { engines: {} }),
      }),
      peaksStep({ original: mix, master: files.master.from }),
      qualityStep(
        {
          kind: 'master',
          // How loud a reference is, is only known when it was heard.
          judgedAs: reference && request.targetLufs === undefined ? 'recording' : 'release',
          subject: 'master',
          ...{ targetLufs, ceilingDbtp },
        },
        {
          output: files.master.from,
          before: mix,
          made: { step: 'master', data: true },
          mastered: { step: 'master', data: true },
        },
      ),
    ],
    results: { ...encodedResults(files), ...peaksResults, ...qualityResults },
    report: 'quality',
  };
}

function decodeReferenceStep(file: StepInput): PlannedStep {
  const { settings, ...step } = decodeStep(file, 'whole');
  return { ...step, id: 'reference', title: 'Reading the reference', settings };
}

function manner(request: MasterRequest): MasterStepSettings {
  const { amount, style, reference } = request;
  const { targetLufs, ceilingDbtp } = targetsOf(request);
  if (!reference) return { by: 'ear', targetLufs, ceilingDbtp, amount, style };
  return { by: 'reference', targetLufs: request.targetLufs ?? null, ceilingDbtp };
}

/** Loudness and ceiling of the preset, but for what was asked for by itself. */
function targetsOf({ preset, targetLufs, ceilingDbtp }: MasterRequest) {
  const target = MASTER_TARGETS[preset];
  return {
    targetLufs: targetLufs ?? target.targetLufs,
    ceilingDbtp: ceilingDbtp ?? target.ceilingDbtp,
  };
}
