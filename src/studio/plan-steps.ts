import type { Plan, PlannedStep, StepInput } from '../jobs/plan.js';
import type { Standard } from '../quality/rules.js';
import type { StemCount } from '../separation/separator.js';
import { rvcSettings } from '../voices/rvc/rvc-settings.js';
import type { WorkManner } from './decode-limits.js';
import type { Performer } from './cast.js';
import type { EngineChoice, SeparatorChoice } from './engines.js';
import type { VoiceSettings } from './requests.js';
import type { MasterStepSettings } from './steps/master.js';

const LEAD: StepInput = { step: 'lead', file: 'lead.wav' };

/** The steps that several kinds of jobs share. Weights are seconds for a 3-minute song. */

/** @param manner how the recording will be worked on, on which depends how long it may be
 *  @param options.asItIs keeps its sample rate, and mono mono, as for measuring */
export function decodeStep(
  source: StepInput,
  manner: WorkManner,
  { asItIs = false } = {},
): PlannedStep {
  return {
    id: 'decode',
    kind: 'decode',
    title: 'Reading the audio',
    weight: 3,
    settings: { version: 1, manner, ...(asItIs && { asItIs }) },
    inputs: { source },
  };
}

/** The mix's stems, one file each. */
export function separateStep(engine: SeparatorChoice, stems: StemCount): PlannedStep {
  return {
    id: 'separate',
    kind: 'separate',
    title: 'Separating voice and music',
    weight: 9,
    settings: { engine, stems },
    inputs: { mix: { step: 'decode', file: 'mix.wav' } },
  };
}

/** The voice that is to be replaced, as dry as can be.
 *  @param vocals where the singing is
 *  @param options.splitLead whether backing vocals may be in it, which are to be set apart */
export function leadStep(
  vocals: StepInput,
  { dereverb }: VoiceSettings,
  { splitLead }: { splitLead: boolean },
): PlannedStep {
  return {
    id: 'lead',
    kind: 'lead',
    title: splitLead ? 'Finding the lead' : 'Drying the voice',
    weight: splitLead ? 4 : 1,
    settings: { version: 1, splitLead, dereverb },
    inputs: { vocals },
  };
}

/** Singing that is to be analysed and converted. */
export interface SungPart {
  /** Ends the ids of its steps, to tell them from the lead's. */
  suffix: string;
  /** In words: "the singer", "the backing vocals". */
  title: string;
  /** Where it is. */
  sung: StepInput;
  performer: Performer;
}

/** The lead of a song, or a vocal alone. */
export function leadPart(performer: Performer, sung: StepInput = LEAD): SungPart {
  return { suffix: '', title: 'the singer', sung, performer };
}

/** What is sung in a part, and where it should lie for the one who is to sing it. */
export function analyseStep(
  { songTranspose }: { songTranspose: number },
  { suffix, title, sung, performer, tracker }: SungPart & { tracker: EngineChoice },
): PlannedStep {
  const { voice, pitch } = performer;
  return {
    id: `analyse${suffix}`,
    kind: 'analyse',
    title: `Listening to ${title}`,
    weight: 2,
    settings: {
      version: 2,
      tracker,
      pitch,
      songTranspose,
      voice: voice && { name: voice.name, range: { ...voice.range } },
    },
    inputs: { lead: sung },
  };
}

/** A part, sung by its performer: as many channels as it has. */
export function convertStep(
  request: Omit<VoiceSettings, 'voice' | 'pitch' | 'engine'>,
  { suffix, title, sung, performer: { voice, engine } }: SungPart,
): PlannedStep {
  return {
    id: `convert${suffix}`,
    kind: 'convert',
    title: voice ? `Singing with ${voice.name}` : `Keeping ${title}`,
    weight: 8,
    settings: {
      engine,
      voice: voice && { id: voice.id, sha256: voice.sha256 },
      formant: request.formant,
      strength: request.strength,
      breathiness: request.breathiness,
      autotune: request.autotune ?? 0,
      scale: request.scale,
      keepLoudness: request.keepLoudness,
      seed: request.seed,
      rvc: rvcSettings(request),
    },
    inputs: {
      lead: sung,
      pitch: { step: `analyse${suffix}`, file: 'pitch.f32' },
      analysis: { step: `analyse${suffix}`, data: true },
    },
  };
}

/** `mixed` at release loudness, at the rate that `format` gets.
 *  @param inputs of the session that the master follows, where it does */
export function masterStep(
  mixed: StepInput,
  { format, master }: { format: string; master: MasterStepSettings },
  inputs: PlannedStep['inputs'] = {},
): PlannedStep {
  return {
    id: 'master',
    kind: 'master',
    title: 'Mastering',
    weight: 4,
    settings: { version: 3, format, master },
    inputs: { mixed, decoded: { step: 'decode', data: true }, ...inputs },
  };
}

/** Files for the user: for each name (without extension) where it comes from, and its format. */
export interface EncodedFiles {
  readonly [name: string]: {
    from: StepInput;
    format: string;
    /** Of wav: 16, 24 (unless given) or 32. */
    bitDepth?: number;
  };
}

/** Encodes files for the user. The step's inputs are named like its outputs, without extension.
 *  @param description what their tags say */
export function encodeStep(
  files: EncodedFiles,
  {
    about,
    ...description
  }: { title: string; artist?: string; made: string; about: PlannedStep['inputs'] },
): PlannedStep {
  const entries = Object.entries(files);
  return {
    id: 'encode',
    kind: 'encode',
    title: 'Writing the files',
    weight: 3,
    settings: {
      version: 2,
      formats: Object.fromEntries(entries.map(([name, { format }]) => [name, format])),
      bitDepths: Object.fromEntries(
        entries.flatMap(([name, { bitDepth }]) => (bitDepth ? [[name, bitDepth]] : [])),
      ),
      ...description,
    },
    inputs: {
      ...Object.fromEntries(entries.map(([name, { from }]) => [name, from])),
      decoded: { step: 'decode', data: true },
      ...about,
    },
    isConcurrent: true,
  };
}

/** The results that an encode step of these `files` makes. */
export function encodedResults(files: EncodedFiles): Plan['results'] {
  return Object.fromEntries(
    Object.entries(files).map(([name, { format }]) => {
      const file = `${name}.${format}`;
      return [file, { step: 'encode', file }];
    }),
  );
}

/** The shapes of sounds, for the page to draw: `peaks.json`, by the names of `sounds`. */
export function peaksStep(sounds: PlannedStep['inputs']): PlannedStep {
  return {
    id: 'peaks',
    kind: 'peaks',
    title: 'Drawing waveforms',
    weight: 1,
    settings: { version: 1 },
    inputs: sounds,
    isConcurrent: true,
  };
}

/** What a peaks step makes for the user. */
export const peaksResults: Plan['results'] = {
  'peaks.json': { step: 'peaks', file: 'peaks.json' },
};

/** What a quality step listens to; all but `output` where it is known. */
export interface JudgedSounds {
  /** What the user gets, before it is encoded. */
  output: StepInput;
  /** What it was made from, to be compared with. */
  before?: StepInput;
  /** What the report holds so far. */
  made?: StepInput;
  /** What the master step told, where the output is a master: what codecs make of it is known then. */
  mastered?: StepInput;
  /** The mix with these vocals and this music in it; without `mix`, they are measured for themselves. */
  mixed?: { mix?: StepInput; vocals: StepInput; music: readonly StepInput[] };
  /** What the song was taken apart into. */
  stems?: { vocals: StepInput; music: readonly StepInput[] };
  /** A voice that should have no room. */
  dryVoice?: StepInput;
  /** A voice that was to sing a melody. */
  sung?: {
    voice: StepInput;
    pitch: StepInput;
    analysis: StepInput;
    melody: { tracker: string; autotune: number; scale: string };
  };
}

/** What outputs are judged against that were given no target. */
const USUAL_TARGETS = { targetLufs: -14, ceilingDbtp: -1 };

/** The last step of a plan, whose report it completes: what came out, measured and judged.
 *  @param standard its targets are Spotify's unless given */
export function qualityStep(
  standard: Omit<Standard, keyof typeof USUAL_TARGETS> & Partial<Standard>,
  sounds: JudgedSounds,
): PlannedStep {
  const { output, before, made, mastered, mixed, stems, dryVoice, sung } = sounds;
  return {
    id: 'quality',
    kind: 'quality',
    title: 'Measuring the quality',
    weight: 8,
    settings: {
      version: 2,
      standard: { ...USUAL_TARGETS, ...standard },
      ...(sung && { melody: sung.melody }),
    },
    inputs: {
      output,
      ...(before && { before }),
      ...(made && { made }),
      ...(mastered && { mastered }),
      ...(mixed?.mix && { mix: mixed.mix }),
      ...(mixed && { vocals: mixed.vocals, ...numbered('music', mixed.music) }),
      ...(stems && { stemVocals: stems.vocals }),
      ...numbered('stemMusic', stems?.music ?? []),
      ...(dryVoice && { dryVoice }),
      ...(sung && { voice: sung.voice, pitch: sung.pitch, analysis: sung.analysis }),
    },
    isConcurrent: true,
  };
}

function numbered(name: string, inputs: readonly StepInput[]): PlannedStep['inputs'] {
  return Object.fromEntries(inputs.map((input, n) => [`${name}${n}`, input]));
}

/** A lead that was converted, and the melody that it was to sing. */
export function sungMelody(
  { autotune, scale }: Pick<VoiceSettings, 'autotune' | 'scale'>,
  tracker: EngineChoice,
): NonNullable<JudgedSounds['sung']> {
  return {
    voice: { step: 'convert', file: 'converted.wav' },
    pitch: { step: 'analyse', file: 'pitch.f32' },
    analysis: { step: 'analyse', data: true },
    melody: { tracker: tracker.id, autotune: autotune ?? 0, scale },
  };
}

/** What a quality step makes for the user. */
export const qualityResults: Plan['results'] = {
  'report.json': { step: 'quality', file: 'report.json' },
  'report.png': { step: 'quality', file: 'report.png' },
};
