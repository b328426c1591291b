import { ModelError } from '../../errors.js';
import { openVoiceLibrary } from '../../voices/voice-library.js';
import type { Voice } from '../../voices/voice.js';

/** The voice that the job was planned with.
 *  @throws ModelError when it was replaced since */
export async function plannedVoice(
  { id, sha256 }: { id: string; sha256: string },
  { dataDir }: { dataDir: string },
): Promise<Voice> {
  const voice = await openVoiceLibrary({ dataDir }).get(id);
  if (voice.sha256 === sha256) return voice;
  throw new ModelError('voice-changed', `the voice '${id}' was replaced after this job was made`, {
    hint: 'Start a new job with the same settings.',
  });
}
