import type { AudioData } from '../audio/audio-data.js';
import type { RunOptions } from '../progress.js';

const VALUES_PER_SECOND = 100;

/** The hop of every engine's track. */
export const PITCH_HOP_SECONDS = 1 / VALUES_PER_SECOND;

/** How many values the track of `audio` has: one per hop from its start to its end. */
export function pitchTrackLength(audio: AudioData): number {
  return Math.floor((audio.length * VALUES_PER_SECOND) / audio.sampleRate) + 1;
}

/** Fundamental frequency over time. Value i belongs to sample i·hopSeconds·sampleRate. */
export interface PitchTrack {
  readonly hopSeconds: number;
  /** Hz; 0 where unvoiced. */
  readonly f0Hz: Float32Array;
  /** Probability of voicing, 0…1. */
  readonly confidence: Float32Array;
}

/** Follows the pitch of one voice. Engines register in `pitch-trackers.ts`; every one passes
 *  `test/pitch/pitch-tracker-contract.ts`. */
export interface PitchTracker {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  /** @param audio mono (or folded to mono), any sample rate
   *  @throws CancelledError when `signal` is aborted */
  track(audio: AudioData, options?: RunOptions): Promise<PitchTrack>;
}
