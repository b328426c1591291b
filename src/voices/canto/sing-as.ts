import { pitchAt } from '../../dsp/pitch-curve.js';
import type { Voice } from '../voice.js';
import { networkFrames } from './network-frames.js';
import { planShapes } from './plan-shapes.js';
import { readProfile } from './read-profile.js';
import type { MadeFrames } from './sing-frames.js';
import { sungShapes, type NetworkPlace } from './voice-network.js';

/** Frames of 10 ms. */
const HOP_SECONDS = 0.01;

/** What was made for one voice, as `voice` sings it; frames of 10 ms.
 *  @throws InputError `bad-voice-file`, ModelError, CancelledError */
export async function singAs(
  made: MadeFrames,
  voice: Voice,
  place: NetworkPlace,
): Promise<MadeFrames> {
  const { frames, melody } = made;
  const profile = await readProfile(voice);
  const f0Hz = Float32Array.from({ length: frames.count }, (_, t) =>
    pitchAt(melody, t * HOP_SECONDS),
  );
  const sung = await sungShapes(networkFrames(frames, f0Hz), profile.embedding, place);
  const shapes = planShapes(frames, sung, { profile, strength: 1, formant: 0 });
  return { ...made, frames: { ...frames, shapes } };
}
