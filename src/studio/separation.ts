import type { Plan } from '../jobs/plan.js';
import { STEM_NAMES, type StemName } from '../separation/separator.js';
import type { SeparatorChoice } from './engines.js';
import { describeMaking } from './making.js';
import {
  decodeStep,
  encodedResults,
  encodeStep,
  peaksResults,
  peaksStep,
  qualityResults,
  qualityStep,
  separateStep,
  type EncodedFiles,
  type JudgedSounds,
} from './plan-steps.js';
import type { SeparationRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

/** A song taken apart into 2 or 4 stems. */
export function planSeparation(
  request: SeparationRequest,
  { source, engine }: { source: Source; engine: SeparatorChoice },
): Plan {
  const { steps, file, about } = planSource(source);
  const files = stemFiles(request);
  const made = describeMaking('stems', request, { engines: { separator: engine } });
  return {
    kind: 'separation',
    seed: request.seed,
    steps: [
      ...steps,
      decodeStep(file, 'stretches'),
      separateStep(engine, request.stems),
      encodeStep(files, { title: sourceTitle(source), made, about }),
      peaksStep(Object.fromEntries(STEM_NAMES[request.stems].map((name) => [name, stem(name)]))),
      qualityStep(
        { kind: 'separation', judgedAs: 'stems', subject: 'vocals' },
        judgedStems(request),
      ),
    ],
    results: {
      ...encodedResults(files),
      ...peaksResults,
      ...qualityResults,
    },
    report: 'quality',
  };
}

function stemFiles({ stems, format }: SeparationRequest): EncodedFiles {
  return Object.fromEntries(STEM_NAMES[stems].map((name) => [name, { from: stem(name), format }]));
}

/** The vocals, and how far they are told from the rest. */
function judgedStems({ stems }: SeparationRequest): JudgedSounds {
  const [vocals, ...music] = STEM_NAMES[stems].map(stem);
  return {
    output: vocals,
    made: { step: 'encode', data: true },
    stems: { vocals, music },
    dryVoice: vocals,
  };
}

function stem(name: StemName) {
  return { step: 'separate', file: `${name}.wav` };
}
