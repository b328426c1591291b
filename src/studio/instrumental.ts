import type { Plan, PlannedStep, StepInput } from '../jobs/plan.js';
import type { EngineChoice, instrumentChoice } from './engines.js';
import { describeMaking } from './making.js';
import { decodeStep, encodedResults, encodeStep, masterStep } from './plan-steps.js';
import type { InstrumentalRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

/** What an instrumental is made with. */
export interface InstrumentalParts {
  source: Source;
  /** Music to play along with. */
  backing: Source | undefined;
  /** Hears the notes; `pitch` follows the voice for it, where it sings alone. */
  engines: { listener: EngineChoice; pitch: EngineChoice | null };
  instrument: Awaited<ReturnType<typeof instrumentChoice>>;
}

const BACKING = 'decode-backing';

/** A hum, played by an instrument: as sound and as notes; over music, if there is some. */
export function planInstrumental(request: InstrumentalRequest, parts: InstrumentalParts): Plan {
  const { source, backing, instrument, engines } = parts;
  const { steps, file, about } = planSource(source);
  const title = sourceTitle(source);
  const files = {
    instrumental: { from: played('instrumental.wav'), format: request.format },
    ...(backing && { mix: { from: masteredFile, format: request.format } }),
  };
  return {
    kind: 'instrumental',
    seed: request.seed,
    steps: [
      ...steps,
      decodeStep(file, 'whole'),
      ...(backing ? hearingSteps(backing) : []),
      listenStep(engines),
      playStep(request, { instrument, title, isBacked: backing !== undefined }),
      ...(backing ? mixingSteps(request) : []),
      encodeStep(files, {
        about,
        title,
        artist: instrument.name,
        made: describeMaking('voice to instrument', request, {
          engines: { listener: engines.listener, ...(engines.pitch && { pitch: engines.pitch }) },
        }),
      }),
    ],
    results: {
      ...encodedResults(files),
      'melody.mid': played('melody.mid'),
      'melody.musicxml': played('melody.musicxml'),
      'melody.json': played('melody.json'),
    },
    report: 'play',
  };
}

const masteredFile = { step: 'master', file: 'mastered.wav' };

function played(file: string): StepInput & { step: string; file: string } {
  return { step: 'play', file };
}

function listenStep({ listener, pitch }: InstrumentalParts['engines']): PlannedStep {
  return {
    id: 'listen',
    kind: 'listen',
    title: 'Listening to what is sung',
    weight: 2,
    settings: { version: 1, listener, pitch },
    inputs: { hum: { step: 'decode', file: 'mix.wav' } },
  };
}

/** Brings the music here, and hears its key and beat. */
function hearingSteps(backing: Source): PlannedStep[] {
  const { steps, file } = planSource(backing, 'backing-source');
  return [
    ...steps,
    { ...decodeStep(file, 'whole'), id: BACKING, title: 'Reading the music' },
    {
      id: 'hear-backing',
      kind: 'hear-backing',
      title: 'Hearing key and beat of the music',
      weight: 2,
      settings: { version: 1 },
      inputs: { backing: { step: BACKING, file: 'mix.wav' } },
    },
  ];
}

function playStep(
  request: InstrumentalRequest,
  about: Pick<InstrumentalParts, 'instrument'> & { title: string; isBacked: boolean },
): PlannedStep {
  const { instrument, title, isBacked } = about;
  const { transpose, key, snap, bpm, grid, gridPerBeat, notes, seed } = request;
  return {
    id: 'play',
    kind: 'play-melody',
    title: `Playing the ${instrument.name.toLowerCase()}`,
    weight: 3,
    settings: {
      version: 1,
      instrument: { id: instrument.id, made: instrument.made },
      ...{ title, transpose, key, snap, bpm, grid, gridPerBeat, notes: notes ?? null, seed },
    },
    inputs: {
      heard: { step: 'listen', file: 'heard.json' },
      decoded: { step: isBacked ? BACKING : 'decode', data: true },
      ...(isBacked && { music: { step: 'hear-backing', data: true } }),
    },
  };
}

function mixingSteps(request: InstrumentalRequest): PlannedStep[] {
  const { format, targetLufs, ceilingDbtp } = request;
  return [
    {
      id: 'mix',
      kind: 'mix-instrumental',
      title: 'Mixing',
      weight: 4,
      settings: { version: 1 },
      inputs: {
        instrumental: played('instrumental.wav'),
        backing: { step: BACKING, file: 'mix.wav' },
        music: { step: 'hear-backing', data: true },
      },
    },
    masterStep(
      { step: 'mix', file: 'mixed.wav' },
      { format, master: { by: 'ear', targetLufs, ceilingDbtp, amount: 0, style: '' } },
      { decoded: { step: BACKING, data: true } },
    ),
  ];
}
