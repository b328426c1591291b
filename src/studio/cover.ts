import type { Plan, PlannedStep } from '../jobs/plan.js';
import type { Voice } from '../voices/voice.js';
import type { EngineChoice, SeparatorChoice } from './engines.js';
import { describeMaking } from './making.js';
import {
  analyseStep,
  convertStep,
  decodeStep,
  encodedResults,
  encodeStep,
  type EncodedFiles,
  leadStep,
  masterStep,
  separateStep,
} from './plan-steps.js';
import type { CoverRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

/** What a cover is made of, looked up. */
export interface CoverParts {
  source: Source;
  voice: Voice;
  engines: { separator: SeparatorChoice; voice: EngineChoice; pitch: EngineChoice };
}

const PICTURES = [
  'original-waveform.png',
  'original-spectrogram.png',
  'cover-waveform.png',
  'cover-spectrogram.png',
  'peaks.json',
];

/** A cover: the lead of a song sung by another voice, mixed back into the song's own music. */
export function planCover(request: CoverRequest, parts: CoverParts): Plan {
  const { source, voice, engines } = parts;
  const { steps: sourceSteps, file, about } = planSource(source);
  const files = coverFiles(request);
  const steps = [
    ...sourceSteps,
    decodeStep(file, 'whole'),
    separateStep(engines.separator, 2),
    leadStep({ step: 'separate', file: 'vocals.wav' }, request, { splitLead: true }),
    analyseStep(request, { voice, tracker: engines.pitch }),
    convertStep(request, { voice, engine: engines.voice }),
    ...(request.songTranspose === 0 ? [] : [transposeStep(request)]),
    mixStep(request),
    masterStep({ step: 'mix', file: 'mixed.wav' }, request),
    encodeStep(files, {
      about,
      title: sourceTitle(source),
      artist: `${voice.name} (AI voice)`,
      made: describeMaking('cover', request, parts),
    }),
    ...(request.pictures ? [pictureStep] : []),
    reportStep(request, parts, about),
  ];
  return {
    kind: 'cover',
    seed: request.seed,
    steps,
    results: {
      ...encodedResults(files),
      ...(request.pictures && pictureResults()),
      'report.json': { step: 'report', file: 'report.json' },
    },
    report: 'report',
  };
}

/** "Song · voice", for lists of jobs. */
export function coverTitle(source: Source, voice: Voice): string {
  return `${sourceTitle(source)} · ${voice.name}`;
}

function coverFiles({ format, stems, stemsFormat }: CoverRequest): EncodedFiles {
  const cover = { from: { step: 'master', file: 'mastered.wav' }, format };
  if (!stems) return { cover };
  return {
    cover,
    original: { from: { step: 'decode', file: 'mix.wav' }, format: stemsFormat },
    vocals: { from: { step: 'separate', file: 'vocals.wav' }, format: stemsFormat },
    accompaniment: { from: { step: 'separate', file: 'accompaniment.wav' }, format: stemsFormat },
    converted: { from: { step: 'convert', file: 'converted.wav' }, format: stemsFormat },
  };
}

function pictureResults() {
  return Object.fromEntries(PICTURES.map((name) => [name, { step: 'pictures', file: name }]));
}

/** The music and the backing vocals in another key; the lead follows by its conversion. */
function transposeStep({ songTranspose }: CoverRequest): PlannedStep {
  return {
    id: 'transpose',
    kind: 'transpose',
    title: 'Transposing the music',
    weight: 8,
    settings: { version: 1, semitones: songTranspose },
    inputs: {
      accompaniment: { step: 'separate', file: 'accompaniment.wav' },
      backing: { step: 'lead', file: 'backing.wav' },
    },
  };
}

function mixStep(request: CoverRequest): PlannedStep {
  const { vocalGainDb, instrumentalGainDb, backingGainDb, reverb, keepBacking } = request;
  const transposed = request.songTranspose !== 0;
  return {
    id: 'mix',
    kind: 'mix',
    title: 'Mixing',
    weight: 3,
    settings: { version: 1, vocalGainDb, instrumentalGainDb, backingGainDb, reverb, keepBacking },
    inputs: {
      lead: { step: 'convert', file: 'converted.wav' },
      instrumental: { step: transposed ? 'transpose' : 'separate', file: 'accompaniment.wav' },
      backing: { step: transposed ? 'transpose' : 'lead', file: 'backing.wav' },
    },
  };
}

const pictureStep: PlannedStep = {
  id: 'pictures',
  kind: 'pictures',
  title: 'Drawing waveforms and spectrograms',
  weight: 2,
  settings: { version: 2 },
  inputs: {
    original: { step: 'decode', file: 'mix.wav' },
    cover: { step: 'master', file: 'mastered.wav' },
  },
};

function reportStep(
  request: CoverRequest,
  { source, voice, engines }: CoverParts,
  about: PlannedStep['inputs'],
): PlannedStep {
  return {
    id: 'report',
    kind: 'cover-report',
    title: 'Writing the report',
    weight: 1,
    settings: {
      version: 2,
      title: sourceTitle(source),
      voice: { id: voice.id, name: voice.name, ...voice.provenance },
      engines,
      request: { ...request, source: null },
    },
    inputs: {
      original: { step: 'decode', file: 'mix.wav' },
      decoded: { step: 'decode', data: true },
      lead: { step: 'lead', data: true },
      analysis: { step: 'analyse', data: true },
      mastered: { step: 'master', data: true },
      ...about,
    },
  };
}
