import { profileBlender } from './dsp/profile-blender.js';
import { rvcBlender } from './rvc/rvc-blender.js';
import type { VoiceBlender } from './voice-blender.js';

/** All engines whose voices can be blended. */
export const voiceBlenders: readonly VoiceBlender[] = [
  rvcBlender,
  profileBlender('canto'),
  profileBlender('dsp'),
];
