import type { ModelStore } from '../../inference/model-store.js';
import type { RunOptions } from '../../progress.js';
import { measureVoice } from '../canto/measure-voice.js';
import type { Recording as Passage } from '../dsp/measure-profile.js';
import { encodeProfile } from '../dsp/voice-profile.js';

/** The engine that cloned voices are made for. Its version grows whenever the same recordings would
 *  give another body. */
export const cloneEngine = { id: 'canto', version: 3 } as const;

/** Of the choice of single envelopes, fixed so that the same recordings give the same voice. */
const SEED = 1;

/** All that `cloneEngine` needs to know of the one voice in `passages`: the body of its voice file.
 *  @throws InputError `too-little-voice`, ModelError, CancelledError when `signal` is aborted */
export async function measureBody(
  passages: readonly Passage[],
  options: RunOptions & { models: ModelStore },
): Promise<Uint8Array> {
  return encodeProfile(await measureVoice(passages, { ...options, seed: SEED }));
}
