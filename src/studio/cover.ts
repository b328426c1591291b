import type { Json, Plan, PlannedStep, StepInput } from '../jobs/plan.js';
import { ORIGINAL_SINGER } from '../voices/voice.js';
import { castEntries, castNames, type Cast, type CastEntry } from './cast.js';
import type { EngineChoice, SeparatorChoice } from './engines.js';
import { describeMaking } from './making.js';
import {
  analyseStep,
  convertStep,
  decodeStep,
  encodedResults,
  encodeStep,
  type EncodedFiles,
  leadPart,
  leadStep,
  masterStep,
  qualityResults,
  qualityStep,
  separateStep,
  sungMelody,
  type SungPart,
} from './plan-steps.js';
import type { CoverRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';
import type { MasterStepSettings } from './steps/master.js';

/** What a cover is made of, looked up. */
export interface CoverParts {
  source: Source;
  cast: Cast;
  engines: { separator: SeparatorChoice; pitch: EngineChoice };
}

const PICTURES = [
  'original-waveform.png',
  'original-spectrogram.png',
  'cover-waveform.png',
  'cover-spectrogram.png',
  'peaks.json',
];

/** A cover: the lead of a song sung by another voice (and what else is cast, by others), mixed back
 *  into the song's own music. */
export function planCover(request: CoverRequest, parts: CoverParts): Plan {
  const { source, cast, engines } = parts;
  const { steps: sourceSteps, file, about } = planSource(source);
  const files = coverFiles(request);
  const steps = [
    ...sourceSteps,
    decodeStep(file, 'whole'),
    separateStep(engines.separator, 2),
    leadStep({ step: 'separate', file: 'vocals.wav' }, request, { splitLead: true }),
    ...castStep(request),
    ...sungParts(cast).flatMap((part) => [
      analyseStep(request, { ...part, tracker: engines.pitch }),
      convertStep(request, part),
    ]),
    ...duetStep(request),
    ...(request.songTranspose === 0 ? [] : [transposeStep(request)]),
    mixStep(request),
    masterStep(
      { step: 'mix', file: 'mixed.wav' },
      { format: request.format, master: finish(request) },
    ),
    reportStep(request, parts, about),
    ...(request.pictures ? [pictureStep] : []),
    encodeStep(files, {
      about,
      title: sourceTitle(source),
      artist: `${castNames(cast)} (AI voice)`,
      made: describeMaking('cover', request, {
        cast: castEntries(cast),
        engines: enginesOf(parts),
      }),
    }),
    coverQualityStep(request, parts),
  ];
  return {
    kind: 'cover',
    seed: request.seed,
    steps,
    results: {
      ...encodedResults(files),
      ...(request.pictures && pictureResults()),
      ...qualityResults,
    },
    report: 'quality',
  };
}

/** "Song · voices", for lists of jobs. */
export function coverTitle(source: Source, cast: Cast): string {
  return `${sourceTitle(source)} · ${castNames(cast)}`;
}

/** The lead is shared by two singers: each gets a copy with what is theirs. */
function castStep({ cast }: CoverRequest): PlannedStep[] {
  if (!cast.second) return [];
  const step: PlannedStep = {
    id: 'cast',
    kind: 'cast',
    title: 'Casting the second lead',
    weight: 1,
    settings: { version: 1, at: cast.second.at },
    inputs: { lead: { step: 'lead', file: 'lead.wav' } },
  };
  return [step];
}

function sungParts({ lead, second, backing }: Cast): SungPart[] {
  const parts: SungPart[] = [
    second ? leadPart(lead, { step: 'cast', file: 'lead.wav' }) : leadPart(lead),
  ];
  if (second) {
    const sung = { step: 'cast', file: 'second.wav' };
    parts.push({ suffix: '-second', title: 'the second lead', sung, performer: second });
  }
  if (backing?.voice) {
    const sung = { step: 'lead', file: 'backing.wav' };
    parts.push({ suffix: '-backing', title: 'the backing vocals', sung, performer: backing });
  }
  return parts;
}

/** Both leads as one. */
function duetStep({ cast: { second } }: CoverRequest): PlannedStep[] {
  if (!second) return [];
  const step: PlannedStep = {
    id: 'duet',
    kind: 'duet',
    title: 'Joining both leads',
    weight: 1,
    settings: { version: 1, at: second.at, gainDb: second.gainDb },
    inputs: {
      lead: { step: 'convert', file: 'converted.wav' },
      second: { step: 'convert-second', file: 'converted.wav' },
    },
  };
  return [step];
}

/** Where the new lead is. */
function newLead({ cast }: CoverRequest): { step: string; file: string } {
  return { step: cast.second ? 'duet' : 'convert', file: 'converted.wav' };
}

/** Where the music of the cover is. */
function newMusic({ songTranspose }: CoverRequest): StepInput {
  return { step: songTranspose === 0 ? 'separate' : 'transpose', file: 'accompaniment.wav' };
}

/** Where the backing vocals of the cover are; undefined where they are left out. Those that are
 *  converted have followed the song's key by that. */
function newBacking({ cast, keepBacking, songTranspose }: CoverRequest): StepInput | undefined {
  if (isConverted(cast.backing)) return { step: 'convert-backing', file: 'converted.wav' };
  if (!keepBacking && !cast.backing) return undefined;
  return { step: songTranspose === 0 ? 'lead' : 'transpose', file: 'backing.wav' };
}

function isConverted(backing: CoverRequest['cast']['backing']): boolean {
  return backing !== undefined && backing.voice !== ORIGINAL_SINGER;
}

function enginesOf({ cast, engines }: CoverParts): { [role: string]: EngineChoice } {
  const singing = castEntries(cast).flatMap(({ part, engine }) =>
    engine ? [[part === 'lead' ? 'voice' : `${part}Voice`, engine]] : [],
  );
  return { ...engines, ...(Object.fromEntries(singing) as { [role: string]: EngineChoice }) };
}

function coverFiles(request: CoverRequest): EncodedFiles {
  const { format, stems, stemsFormat } = request;
  const backing = newBacking(request);
  const cover = { from: { step: 'master', file: 'mastered.wav' }, format };
  if (!stems) return { cover };
  return {
    cover,
    original: { from: { step: 'decode', file: 'mix.wav' }, format: stemsFormat },
    vocals: { from: { step: 'separate', file: 'vocals.wav' }, format: stemsFormat },
    accompaniment: { from: { step: 'separate', file: 'accompaniment.wav' }, format: stemsFormat },
    converted: { from: newLead(request), format: stemsFormat },
    ...(request.cast.backing && backing && { backing: { from: backing, format: stemsFormat } }),
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
  const { vocalGainDb, instrumentalGainDb, backingGainDb, duckingDb, reverb } = request;
  const backing = newBacking(request);
  return {
    id: 'mix',
    kind: 'cover-mix',
    title: 'Mixing',
    weight: 3,
    settings: { version: 3, vocalGainDb, instrumentalGainDb, backingGainDb, duckingDb, reverb },
    inputs: {
      lead: newLead(request),
      heard: { step: 'lead', data: true },
      instrumental: newMusic(request),
      ...(backing && { backing }),
    },
  };
}

/** The song was mastered before: it gets loudness and a ceiling, and no chain. */
function finish({ targetLufs, ceilingDbtp }: CoverRequest): MasterStepSettings {
  return { by: 'ear', targetLufs, ceilingDbtp, amount: 0, style: '' };
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
  parts: CoverParts,
  about: PlannedStep['inputs'],
): PlannedStep {
  const { source, cast } = parts;
  const analyses = sungParts(cast).map(({ suffix }): [string, StepInput] => [
    `analysis${suffix}`,
    { step: `analyse${suffix}`, data: true },
  ]);
  return {
    id: 'report',
    kind: 'cover-report',
    title: 'Writing the report',
    weight: 1,
    settings: {
      version: 3,
      title: sourceTitle(source),
      singers: castNames(cast),
      cast: castEntries(cast).map(reportedEntry),
      engines: enginesOf(parts),
      request: { ...request, source: null },
    },
    inputs: {
      original: { step: 'decode', file: 'mix.wav' },
      decoded: { step: 'decode', data: true },
      lead: { step: 'lead', data: true },
      ...Object.fromEntries(analyses),
      mastered: { step: 'master', data: true },
      ...about,
    },
  };
}

/** The cover, its balance, the stems that it was made from, and the new voice. */
function coverQualityStep(request: CoverRequest, { engines }: CoverParts): PlannedStep {
  const { targetLufs, ceilingDbtp } = request;
  return qualityStep(
    { kind: 'cover', judgedAs: 'release', subject: 'cover', targetLufs, ceilingDbtp },
    {
      output: { step: 'master', file: 'mastered.wav' },
      made: { step: 'report', data: true },
      mastered: { step: 'master', data: true },
      mixed: {
        mix: { step: 'mix', file: 'mixed.wav' },
        vocals: newLead(request),
        music: [newMusic(request)],
      },
      stems: {
        vocals: { step: 'separate', file: 'vocals.wav' },
        music: [{ step: 'separate', file: 'accompaniment.wav' }],
      },
      dryVoice: { step: 'lead', file: 'lead.wav' },
      sung: sungMelody(request, engines.pitch),
    },
  );
}

function reportedEntry({ part, voice }: CastEntry): Json {
  return { part, voice: voice && { id: voice.id, name: voice.name, ...voice.provenance } };
}
