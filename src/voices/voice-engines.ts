import { InputError } from '../errors.js';
import { cantoEngine } from './canto/canto-engine.js';
import { dspEngine } from './dsp/dsp-engine.js';
import { rvcEngine } from './rvc/rvc-engine.js';
import type { VoiceEngine } from './voice-engine.js';
import type { Voice } from './voice.js';

/** All engines, best first. */
const voiceEngines: readonly VoiceEngine[] = [rvcEngine, cantoEngine, dspEngine];

/** The engine of that name, or the best one that can sing with `voice`.
 *  @throws InputError `unknown-engine`, or `engine-mismatch` when it can't sing with `voice` */
export function chooseVoiceEngine(voice: Voice, id?: string): VoiceEngine {
  if (id === undefined) return bestEngine(voice);
  const engine = voiceEngines.find((known) => known.id === id);
  const able = voiceEngines.filter((known) => known.supports(voice)).map((known) => known.id);
  if (!engine) {
    throw new InputError('unknown-engine', `there is no voice engine '${id}'`, {
      hint: `Engines: ${voiceEngines.map((known) => known.id).join(', ')}.`,
    });
  }
  if (!engine.supports(voice)) {
    throw new InputError('engine-mismatch', `engine '${id}' can't sing with voice '${voice.id}'`, {
      hint: `Engines that can: ${able.join(', ') || 'none here'}.`,
    });
  }
  return engine;
}

function bestEngine(voice: Voice): VoiceEngine {
  const engine = voiceEngines.find((known) => known.supports(voice));
  if (engine) return engine;
  throw new InputError(
    'engine-mismatch',
    `voice '${voice.id}' was made for the engine '${voice.engine}', which isn't here`,
    { hint: 'Update Canto, or choose another voice.' },
  );
}
