import { InputError } from '../errors.js';

interface SegmentChoice {
  /** Of the model, for people. */
  model: string;
  sampleRate: number;
  /** What the user asked for. */
  seconds: number | undefined;
  /** Samples that the model's file insists on. */
  fixed: number | undefined;
  /** Samples that the model was made for. */
  fallback: number;
}

/** What the user rounds away. */
const TOLERANCE_SECONDS = 0.05;

/** How many samples a model hears at once.
 *  @throws InputError `segment-fixed` when its file can't have it as the user wants it */
export function segmentLength({ model, sampleRate, seconds, fixed, fallback }: SegmentChoice) {
  if (seconds === undefined) return fixed ?? fallback;
  if (fixed === undefined) return Math.round(seconds * sampleRate);
  const fixedSeconds = fixed / sampleRate;
  if (Math.abs(fixedSeconds - seconds) <= TOLERANCE_SECONDS) return fixed;
  throw new InputError(
    'segment-fixed',
    `model '${model}' takes segments of ${fixedSeconds.toFixed(2)} s — ${seconds} s were asked for`,
    { hint: 'Leave the segment out: the file fixes it.' },
  );
}
