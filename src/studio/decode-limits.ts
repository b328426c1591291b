import type { DecodeLimits } from '../audio/audio-info.js';
import type { Config } from '../config.js';

/** 7.1 is the widest layout with a standard downmix. */
const MAX_CHANNELS = 8;

/** What a source may be at most on this installation. */
export function decodeLimits(config: Config): DecodeLimits {
  return {
    maxDurationSeconds: config.maxDurationSeconds,
    maxBytes: config.maxUploadBytes,
    maxChannels: MAX_CHANNELS,
  };
}
