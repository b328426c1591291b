import type { TimeRange } from './recording.js';

/** Something about the recordings that their owner should know. Plain data: it travels in reports
 *  and in the details of errors. */
export type Finding = {
  code: FindingCode;
  /** `refuse`: no voice can be made of this; `warn`: one can, but it would be better without. */
  severity: 'refuse' | 'warn';
  /** The recording's name; null where all of them are meant. */
  recording: string | null;
  /** Where; the whole recording when empty. */
  ranges: { fromSeconds: number; toSeconds: number }[];
  /** What was heard, with the measured figure. */
  message: string;
  /** What to do. */
  advice: string;
};

export type FindingCode =
  | 'no-voice'
  | 'too-quiet'
  | 'clipped'
  | 'noisy'
  | 'hum'
  | 'background-music'
  | 'reverberant'
  | 'other-voice'
  | 'too-little-voice'
  | 'short-voice';

/** More places than these help nobody. */
const MOST_RANGES = 8;
/** Places nearer to each other than this are one. */
const JOINED_SECONDS = 0.5;

/** `ranges` joined where they nearly touch, rounded to a tenth of a second, the longest kept. */
export function tidyRanges(ranges: readonly TimeRange[]): Finding['ranges'] {
  const joined: { fromSeconds: number; toSeconds: number }[] = [];
  for (const { fromSeconds, toSeconds } of ranges) {
    const last = joined.at(-1);
    if (last && fromSeconds - last.toSeconds < JOINED_SECONDS) last.toSeconds = toSeconds;
    else joined.push({ fromSeconds, toSeconds });
  }
  const lengthOf = (range: TimeRange) => range.toSeconds - range.fromSeconds;
  return joined
    .sort((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, MOST_RANGES)
    .sort((a, b) => a.fromSeconds - b.fromSeconds)
    .map(({ fromSeconds, toSeconds }) => ({
      fromSeconds: tenths(fromSeconds),
      toSeconds: tenths(toSeconds),
    }));
}

/** "take1.wav, 3.2–4.1 s: it is clipped …; Turn the input down." */
export function findingInWords({ recording, ranges, message, advice }: Finding): string {
  const places = ranges.map(({ fromSeconds, toSeconds }) => `${fromSeconds}–${toSeconds} s`);
  const where = [recording, ...places].filter((part) => part !== null).join(', ');
  return `${where ? `${where}: ` : ''}${message}. ${advice}`;
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
