import type { Plan, PlannedStep } from '../jobs/plan.js';
import type { MusicEngineChoice } from './engines.js';
import { describeMaking } from './making.js';
import { decodeStep, encodedResults, encodeStep, masterStep } from './plan-steps.js';

/** How far the mastering goes: what models make was mastered once. */
const MASTERING = 0.3;

/** A song that a model makes as sound, without a score. */
export interface GeneratedSongRequest {
  prompt: string;
  durationSeconds: number;
  seed: number;
  /** LUFS and dBTP of the master. */
  targetLufs: number;
  ceilingDbtp: number;
  format: string;
}

/** Music from words, at release loudness; its file is `song.FORMAT`. */
export function planGeneratedSong(
  request: GeneratedSongRequest,
  { engine }: { engine: MusicEngineChoice },
): Plan {
  const { format, prompt, targetLufs, ceilingDbtp } = request;
  const files = { song: { from: { step: 'master', file: 'mastered.wav' }, format } };
  const master = { by: 'ear', targetLufs, ceilingDbtp, amount: MASTERING, style: prompt } as const;
  return {
    kind: 'song',
    seed: request.seed,
    steps: [
      generateStep(request, engine),
      decodeStep({ step: 'generate', file: 'music.wav' }, 'whole'),
      masterStep({ step: 'decode', file: 'mix.wav' }, { format, master }),
      encodeStep(files, {
        title: prompt,
        made: describeMaking('song', request, { engines: { music: engine } }),
        about: {},
      }),
    ],
    results: encodedResults(files),
    report: 'generate',
  };
}

/** On a CPU, nearly all of the time goes here. */
function generateStep(
  { prompt, durationSeconds, seed }: GeneratedSongRequest,
  engine: MusicEngineChoice,
): PlannedStep {
  return {
    id: 'generate',
    kind: 'generate-music',
    title: 'Making music',
    weight: 1000,
    settings: { engine, prompt, durationSeconds, seed },
    inputs: {},
  };
}
