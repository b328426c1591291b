import type { Config } from '../config.js';
import { choosePitchTracker } from '../pitch/pitch-trackers.js';
import { chooseSeparator } from '../separation/separators.js';
import { chooseVoiceEngine } from '../voices/voice-engines.js';
import type { Voice } from '../voices/voice.js';

/** An engine by name and version: what a step's settings hold, so that a new version never reuses
 *  an old one's results. */
export type EngineChoice = { id: string; version: number };

export function separatorChoice(name: string | undefined): EngineChoice {
  return choice(chooseSeparator(name));
}

export function voiceEngineChoice(voice: Voice, name: string | undefined): EngineChoice {
  return choice(chooseVoiceEngine(voice, name));
}

export async function pitchTrackerChoice(
  name: string | undefined,
  config: Config,
): Promise<EngineChoice> {
  return choice(await choosePitchTracker(name, config));
}

function choice({ id, version }: EngineChoice): EngineChoice {
  return { id, version };
}
