import { createInferenceHost } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { partOf, type RunOptions } from '../../progress.js';
import { longTermSpectrum } from '../dsp/long-term-spectrum.js';
import { measureRecordings, summariseVoice, type Recording } from '../dsp/measure-profile.js';
import type { VoiceProfile } from '../dsp/voice-profile.js';
import { networkFrames } from './network-frames.js';
import { embedVoice } from './voice-network.js';

/** All that the canto engine needs to sing with the one voice that is heard in `recordings`. The same
 *  recordings and seed give the same profile.
 *  @throws InputError `too-little-voice`, ModelError, CancelledError */
export async function measureVoice(
  recordings: readonly Recording[],
  { models, seed, ...run }: RunOptions & { models: ModelStore; seed: number },
): Promise<VoiceProfile> {
  const { frames, f0Hz } = await measureRecordings(recordings, partOf(run, 0, 0.8));
  const profile = summariseVoice(frames, seed);
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    const heard = networkFrames(frames, f0Hz);
    const embedding = await embedVoice(heard, { host, models, ...partOf(run, 0.8, 1) });
    return { ...profile, embedding, spectrum: await longTermSpectrum(recordings, run) };
  } finally {
    await host.close();
  }
}
