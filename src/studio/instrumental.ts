import type { Plan, PlannedStep, StepInput } from '../jobs/plan.js';
import type { EngineChoice } from './engines.js';
import { describeMaking } from './making.js';
import { decodeStep, encodedResults, encodeStep } from './plan-steps.js';
import type { InstrumentalRequest } from './requests.js';
import { planSource, sourceTitle, type Source } from './source.js';

/** What an instrumental is made with. */
export interface InstrumentalParts {
  source: Source;
  /** Hears the notes; `pitch` follows the voice for it, where it sings alone. */
  engines: { listener: EngineChoice; pitch: EngineChoice | null };
  instrument: { id: string; name: string; version: string };
}

/** A hum, played by an instrument: as sound, and as notes. */
export function planInstrumental(request: InstrumentalRequest, parts: InstrumentalParts): Plan {
  const { source, instrument, engines } = parts;
  const { steps, file, about } = planSource(source);
  const files = {
    instrumental: { from: played('instrumental.wav'), format: request.format },
  };
  return {
    kind: 'instrumental',
    seed: request.seed,
    steps: [
      ...steps,
      decodeStep(file, 'whole'),
      listenStep(engines),
      playStep(request, { instrument, title: sourceTitle(source) }),
      encodeStep(files, {
        about,
        title: sourceTitle(source),
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

function playStep(
  request: InstrumentalRequest,
  { instrument, title }: Pick<InstrumentalParts, 'instrument'> & { title: string },
): PlannedStep {
  const { transpose, key, snap, bpm, grid, gridPerBeat, notes, seed } = request;
  return {
    id: 'play',
    kind: 'play-melody',
    title: `Playing the ${instrument.name.toLowerCase()}`,
    weight: 3,
    settings: {
      version: 1,
      instrument: { id: instrument.id, version: instrument.version },
      title,
      transpose,
      key,
      snap,
      bpm,
      grid,
      gridPerBeat,
      notes: notes ?? null,
      seed,
    },
    inputs: {
      heard: { step: 'listen', file: 'heard.json' },
      decoded: { step: 'decode', data: true },
    },
  };
}
