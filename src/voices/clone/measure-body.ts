import type { RunOptions } from '../../progress.js';
import { measureProfile, type Recording as Passage } from '../dsp/measure-profile.js';
import { encodeProfile } from '../dsp/voice-profile.js';

/** The engine that cloned voices are made for. Its version grows whenever the same recordings would
 *  give another body. */
export const cloneEngine = { id: 'dsp', version: 1 } as const;

/** Of the choice of single envelopes, fixed so that the same recordings give the same voice. */
const SEED = 1;

/** All that `cloneEngine` needs to know of the one voice in `passages`: the body of its voice file.
 *  @throws InputError `too-little-voice`, CancelledError when `signal` is aborted */
export async function measureBody(
  passages: readonly Passage[],
  run: RunOptions = {},
): Promise<Uint8Array> {
  return encodeProfile(await measureProfile(passages, { ...run, seed: SEED }));
}
