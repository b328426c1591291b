import type { AudioData } from '../audio/audio-data.js';
import type { RunOptions } from '../progress.js';

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
