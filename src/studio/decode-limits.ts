import type { DecodeLimits } from '../audio/audio-info.js';
import { tooLong } from '../audio/decode-stream.js';
import type { Config } from '../config.js';
import type { Source } from './source.js';

/** 7.1 is the widest layout with a standard downmix. */
const MAX_CHANNELS = 8;

/** How a recording is worked on: `whole` where it is held in memory to be sung, mixed and mastered;
 *  `stretches` where it is only taken apart, in memory that doesn't grow with it. */
export type WorkManner = 'whole' | 'stretches';

/** What a source may be at most on this installation. */
export function decodeLimits(config: Config, manner: WorkManner): DecodeLimits {
  return {
    ...(manner === 'whole'
      ? {
          maxDurationSeconds: config.maxDurationSeconds,
          durationSetting: 'CANTO_MAX_DURATION_SECONDS',
        }
      : {
          maxDurationSeconds: config.maxSeparationSeconds,
          durationSetting: 'CANTO_MAX_SEPARATION_SECONDS',
        }),
    maxBytes: config.maxUploadBytes,
    maxChannels: MAX_CHANNELS,
  };
}

/** Refuses a source that is known to be too long before any work is done.
 *  @throws InputError `too-long` */
export function requireShortEnough(source: Source, config: Config, manner: WorkManner): void {
  const limits = decodeLimits(config, manner);
  if (!('blob' in source) || source.durationSeconds === undefined) return;
  if (source.durationSeconds > limits.maxDurationSeconds) throw tooLong(limits);
}
