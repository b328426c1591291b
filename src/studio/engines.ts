import type { Config } from '../config.js';
import { InputError } from '../errors.js';
import { choosePitchTracker } from '../pitch/pitch-trackers.js';
import { openModelStore } from '../inference/model-store.js';
import type { Separator } from '../separation/separator.js';
import type { SeparatorTuning } from '../separation/separator-tuning.js';
import { chooseSeparator, separators } from '../separation/separators.js';
import { chooseVoiceEngine } from '../voices/voice-engines.js';
import type { Voice } from '../voices/voice.js';

/** An engine by name and version: what a step's settings hold, so that a new version never reuses
 *  an old one's results. */
export type EngineChoice = { id: string; version: number };

/** A separator with all that its results depend on. */
export type SeparatorChoice = EngineChoice & {
  /** The model that it runs, if it runs one. */
  model: { id: string; sha256: string } | null;
  tuning: SeparatorTuning;
};

/** The separator of that name, or the default.
 *  @throws InputError for an unknown name, or tuning that this engine doesn't know; ModelError when
 *    its model must be pulled first */
export async function separatorChoice(
  { separator: name, tuning = {} }: { separator?: string; tuning?: SeparatorTuning },
  config: Config,
): Promise<SeparatorChoice> {
  const separator = chooseSeparator(name);
  requireKnown(separator, tuning);
  const model = await modelChoice(tuning.model ?? separator.defaultModel, config);
  return { ...choice(separator), model, tuning };
}

/** The separators that can work with these models: those that need none, and those whose model is
 *  here; the default first. */
export function usableSeparators(
  models: readonly { id: string; present: boolean }[],
): readonly Separator[] {
  const here = new Set(models.filter(({ present }) => present).map(({ id }) => id));
  return separators.filter(({ defaultModel }) => !defaultModel || here.has(defaultModel));
}

function requireKnown({ id, tunedBy = [] }: Separator, tuning: SeparatorTuning): void {
  const asked = Object.entries(tuning).filter(([, value]) => value !== undefined);
  const unknown = asked.map(([key]) => key).find((key) => !tunedBy.some((known) => known === key));
  if (!unknown) return;
  throw new InputError('unknown-tuning', `the separation engine '${id}' knows no '${unknown}'`, {
    hint: tunedBy.length > 0 ? `It knows: ${tunedBy.join(', ')}.` : 'Leave it out.',
  });
}

async function modelChoice(
  id: string | undefined,
  { dataDir, modelsMirror: mirror }: Config,
): Promise<SeparatorChoice['model']> {
  if (!id) return null;
  const store = await openModelStore({ dataDir, mirror });
  await store.resolve(id);
  return { id, sha256: store.describe(id).sha256 };
}

/** The engines that sing with `voice`: those that were asked for, or the defaults.
 *  @throws InputError for an unknown engine, or one that can't sing with this voice, ModelError when
 *  the pitch tracker's model must be pulled first */
export async function singingEngines(
  { engine, pitchEngine }: { engine?: string; pitchEngine?: string },
  voice: Voice,
  config: Config,
): Promise<{ voice: EngineChoice; pitch: EngineChoice }> {
  return {
    voice: voiceEngineChoice(voice, engine),
    pitch: choice(await choosePitchTracker(pitchEngine, config)),
  };
}

/** The engine of that name for `voice`, or the one it was made for.
 *  @throws InputError for an unknown name, or one that can't sing with this voice */
export function voiceEngineChoice(voice: Voice, name: string | undefined): EngineChoice {
  return choice(chooseVoiceEngine(voice, name));
}

function choice({ id, version }: EngineChoice): EngineChoice {
  return { id, version };
}
