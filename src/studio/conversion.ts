import type { Plan } from '../jobs/plan.js';
import type { Voice } from '../voices/voice.js';
import type { EngineChoice } from './engines.js';
import { describeMaking } from './making.js';
import {
  analyseStep,
  convertStep,
  decodeStep,
  encodedResults,
  encodeStep,
  leadPart,
  leadStep,
  qualityResults,
  qualityStep,
  sungMelody,
} from './plan-steps.js';
import type { ConversionRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

interface ConversionParts {
  source: Source;
  voice: Voice;
  engines: { voice: EngineChoice; pitch: EngineChoice };
}

/** An unaccompanied vocal, sung by another voice. */
export function planConversion(request: ConversionRequest, parts: ConversionParts): Plan {
  const { source, voice, engines } = parts;
  const { steps, file, about } = planSource(source);
  const part = leadPart({ voice, engine: engines.voice, pitch: request.pitch });
  const files = {
    converted: { from: { step: 'convert', file: 'converted.wav' }, format: request.format },
  };
  return {
    kind: 'conversion',
    seed: request.seed,
    steps: [
      ...steps,
      decodeStep(file, 'whole'),
      leadStep({ step: 'decode', file: 'mix.wav' }, request, { splitLead: false }),
      analyseStep({ songTranspose: 0 }, { ...part, tracker: engines.pitch }),
      convertStep(request, part),
      encodeStep(files, {
        about,
        title: sourceTitle(source),
        artist: `${voice.name} (AI voice)`,
        made: describeMaking('voice conversion', request, {
          cast: [{ part: 'lead', voice }],
          engines,
        }),
      }),
      qualityStep(
        { kind: 'conversion', judgedAs: 'voice', subject: 'converted' },
        {
          output: files.converted.from,
          made: { step: 'encode', data: true },
          dryVoice: { step: 'lead', file: 'lead.wav' },
          sung: sungMelody(request, engines.pitch),
        },
      ),
    ],
    results: { ...encodedResults(files), ...qualityResults },
    report: 'quality',
  };
}
