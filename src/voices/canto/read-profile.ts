import { readFile } from 'node:fs/promises';
import { decodeProfile, type VoiceProfile } from '../dsp/voice-profile.js';
import { badVoiceFile, decodeVoiceFile } from '../voice-file.js';
import type { Voice } from '../voice.js';

/** What this engine knows of `voice`.
 *  @throws InputError `bad-voice-file` */
export async function readProfile(voice: Voice): Promise<Required<VoiceProfile>> {
  const file = decodeVoiceFile(await readFile(voice.file), voice.id);
  const { embedding, spectrum, ...profile } = decodeProfile(file, voice.id);
  if (!embedding || !spectrum) throw badVoiceFile(voice.id, 'its profile has no embedding');
  return { ...profile, embedding, spectrum };
}
