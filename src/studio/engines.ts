import type { Config } from '../config.js';
import { choosePitchTracker } from '../pitch/pitch-trackers.js';
import { chooseSeparator } from '../separation/separators.js';
import { chooseVoiceEngine } from '../voices/voice-engines.js';
import type { Voice } from '../voices/voice.js';

/** An engine by name and version: what a step's settings hold, so that a new version never reuses
 *  an old one's results. */
export type EngineChoice = { id: string; version: number };

/** The separator of that name, or the default.
 *  @throws InputError for an unknown name */
export function separatorChoice(name: string | undefined): EngineChoice {
  return choice(chooseSeparator(name));
}

/** The engine of that name for `voice`, or the one it was made for.
 *  @throws InputError for an unknown name, or one that can't sing with this voice */
export function voiceEngineChoice(voice: Voice, name: string | undefined): EngineChoice {
  return choice(chooseVoiceEngine(voice, name));
}

/** The pitch tracker of that name, or the default.
 *  @throws InputError for an unknown name, ModelError when its model must be pulled first */
export async function pitchTrackerChoice(
  name: string | undefined,
  config: Config,
): Promise<EngineChoice> {
  return choice(await choosePitchTracker(name, config));
}

function choice({ id, version }: EngineChoice): EngineChoice {
  return { id, version };
}
