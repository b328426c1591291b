import { LATE_SECONDS } from '../dsp/room-estimate.js';

/** A room as it was heard around a voice. */
export interface HeardRoom {
  /** Whether there was too little reverberation to tell it from none. */
  readonly dry: boolean;
  /** Time in which the reverberation falls by 60 dB. */
  readonly decaySeconds: number;
  /** Late reverberation, `LATE_SECONDS` after what sounded, relative to it. */
  readonly lateDb: number;
}

/** Rooms are heard so much louder than they are, in the mean (docs/quality.md, de-reverberation). */
const HEARD_TOO_LOUD_DB = 2;
const LOUDEST_SEND_DB = -6;
/** Decay times of a booth and of a hall. */
const SMALLEST_SECONDS = 0.3;
const LARGEST_SECONDS = 3;

/** A reverb like `room`, and the level of a voice into it (the reverb is as loud as what goes in). */
export function sendOfRoom({ decaySeconds, lateDb }: HeardRoom): {
  sendDb: number;
  reverb: { size: number; decaySeconds: number };
} {
  const atOnceDb = lateDb + (60 * LATE_SECONDS) / decaySeconds;
  const size =
    Math.log(decaySeconds / SMALLEST_SECONDS) / Math.log(LARGEST_SECONDS / SMALLEST_SECONDS);
  return {
    sendDb: Math.min(LOUDEST_SEND_DB, atOnceDb - HEARD_TOO_LOUD_DB),
    reverb: { size: Math.max(0, Math.min(1, size)), decaySeconds },
  };
}
