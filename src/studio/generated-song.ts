import type { Config } from '../config.js';
import { InputError } from '../errors.js';
import type { Plan, PlannedStep } from '../jobs/plan.js';
import { musicEngineChoice, type MusicEngineChoice } from './engines.js';
import { describeMaking } from './making.js';
import { decodeStep, encodedResults, encodeStep, masterStep } from './plan-steps.js';

/** What a song can be asked for that a model makes as sound, without a score. */
export interface GeneratedSongRequest {
  prompt: string;
  /** 30 by default: what the model was trained on. */
  durationSeconds?: number;
  /** Told to the model in words, like the prompt. */
  style?: string;
  bpm?: number;
  key?: string;
  metre?: string;
  title?: string;
  /** The music model; the engine's default one when absent. */
  model?: string;
  seed: number;
  targetLufs: number;
  ceilingDbtp: number;
  format: string;
}

const DEFAULT_SECONDS = 30;
/** As for other finished mixes. */
const MASTER_AMOUNT = 0.5;

/** What a request may hold that needs a score or a singer, or is made one by one. */
const NEEDS_SCORE = [
  'lyrics',
  'from',
  'edits',
  'theme',
  'structure',
  'voice',
  'variations',
] as const;
type NeedsScore = Partial<Record<(typeof NEEDS_SCORE)[number], unknown>>;

/** A song by the engine `musicgen`: music from words, at release loudness. Its file is `song.FORMAT`.
 *  @throws InputError for what needs a score, and for too long a song; as `musicEngineChoice` does */
export async function planGeneratedSong(
  request: GeneratedSongRequest & NeedsScore,
  config: Config,
): Promise<{ title: string; plan: Plan }> {
  refuseWhatNeedsScore(request);
  const { durationSeconds = DEFAULT_SECONDS, title = request.prompt } = request;
  requireShort(durationSeconds, config);
  const engine = await musicEngineChoice(request.model, config);
  const files = {
    song: { from: { step: 'master', file: 'mastered.wav' }, format: request.format },
  };
  const plan: Plan = {
    kind: 'song',
    seed: request.seed,
    steps: [
      generateStep(request, { durationSeconds, engine }),
      decodeStep({ step: 'generate', file: 'music.wav' }, 'whole'),
      masterStep({ step: 'decode', file: 'mix.wav' }, masterSettings(request)),
      encodeStep(files, {
        title,
        made: describeMaking('song', request, { engines: { music: engine } }),
        about: {},
      }),
    ],
    results: encodedResults(files),
    report: 'generate',
  };
  return { title, plan };
}

function refuseWhatNeedsScore(request: GeneratedSongRequest & NeedsScore): void {
  const asked = NEEDS_SCORE.find((name) => isAsked(request[name]));
  if (request.prompt.trim() !== '' && asked === undefined) return;
  throw new InputError(
    'bad-settings',
    asked === undefined
      ? "the engine 'musicgen' needs a prompt"
      : `the engine 'musicgen' makes sound from words: it knows no ${asked}`,
    { hint: 'Leave that out, or let Canto compose: without --engine musicgen.' },
  );
}

/** One variation, and no edits, are nothing special. */
function isAsked(setting: unknown): boolean {
  if (Array.isArray(setting)) return setting.length > 0;
  return setting !== undefined && setting !== 1;
}

function requireShort(durationSeconds: number, { maxDurationSeconds }: Config): void {
  if (durationSeconds <= maxDurationSeconds) return;
  throw new InputError(
    'too-long',
    `a song of ${durationSeconds} s is asked for — ${maxDurationSeconds} s are allowed here`,
    { hint: 'CANTO_MAX_DURATION_SECONDS sets the limit.' },
  );
}

/** On a CPU, nearly all of the time goes here. */
function generateStep(
  request: GeneratedSongRequest,
  { durationSeconds, engine }: { durationSeconds: number; engine: MusicEngineChoice },
): PlannedStep {
  return {
    id: 'generate',
    kind: 'generate-music',
    title: 'Making music',
    weight: 1000,
    settings: { engine, prompt: inWords(request), durationSeconds, seed: request.seed },
    inputs: {},
  };
}

/** "a slow waltz, jazz, 90 bpm, in F# minor, in 3/4" */
function inWords({ prompt, style, bpm, key, metre }: GeneratedSongRequest): string {
  const facts = [prompt.trim(), style, bpm && `${bpm} bpm`, key && `in ${key}`];
  return [...facts, metre && `in ${metre}`].filter(Boolean).join(', ');
}

function masterSettings({ prompt, style, targetLufs, ceilingDbtp, format }: GeneratedSongRequest) {
  const loudness = { targetLufs, ceilingDbtp, amount: MASTER_AMOUNT };
  return { format, master: { by: 'ear' as const, ...loudness, style: style ?? prompt } };
}
