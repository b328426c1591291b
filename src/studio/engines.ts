import type { Config } from '../config.js';
import { openModelStore } from '../inference/model-store.js';
import { choosePitchTracker } from '../pitch/pitch-trackers.js';
import { chooseSeparator } from '../separation/separators.js';
import { chooseVoiceEngine } from '../voices/voice-engines.js';
import type { Voice } from '../voices/voice.js';

/** An engine by name and version: what a step's settings hold, so that a new version never reuses
 *  an old one's results. */
export type EngineChoice = { id: string; version: number; models?: string[] };

/** The separator of that name, or the default.
 *  @throws InputError for an unknown name */
export function separatorChoice(name: string | undefined): EngineChoice {
  return choice(chooseSeparator(name));
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
    voice: await presentVoiceEngine(voice, engine, config),
    pitch: choice(await choosePitchTracker(pitchEngine, config)),
  };
}

/** As `voiceEngineChoice`, with the hashes of its models, which must be here.
 *  @throws ModelError `model-missing`, with the command that gets it */
async function presentVoiceEngine(
  voice: Voice,
  name: string | undefined,
  { dataDir, modelsMirror: mirror }: Config,
): Promise<EngineChoice> {
  const engine = chooseVoiceEngine(voice, name);
  if (engine.models.length === 0) return choice(engine);
  const store = await openModelStore({ dataDir, mirror });
  await Promise.all(engine.models.map((id) => store.resolve(id)));
  return { ...choice(engine), models: engine.models.map((id) => store.describe(id).sha256) };
}

/** The engine of that name for `voice`, or the one it was made for.
 *  @throws InputError for an unknown name, or one that can't sing with this voice */
export function voiceEngineChoice(voice: Voice, name: string | undefined): EngineChoice {
  return choice(chooseVoiceEngine(voice, name));
}

function choice({ id, version }: Pick<EngineChoice, 'id' | 'version'>): EngineChoice {
  return { id, version };
}
