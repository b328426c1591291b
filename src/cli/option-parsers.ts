import { InvalidArgumentError } from 'commander';

/** A number of the command line. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('not a number');
  return value;
}

/** `auto`, or a number. */
export function autoOrNumber(text: string): number | 'auto' {
  return text === 'auto' ? 'auto' : number(text);
}

/** A stretch of a song. */
export interface TimeRange {
  fromSeconds: number;
  toSeconds: number;
}

/** "0:45-1:10,2:00-2:20.5": times as a player shows them, or seconds. */
export function timeRanges(text: string): TimeRange[] {
  return text.split(',').map((range) => {
    const [from, to, ...rest] = range.split(/[-–]/).map(secondsOf);
    if (to === undefined || rest.length > 0) {
      throw new InvalidArgumentError('such as 0:45-1:10,2:00-2:20');
    }
    return { fromSeconds: from, toSeconds: to };
  });
}

/** Of "1:02:45", "3:07.5" or "42". */
function secondsOf(time: string): number {
  if (!/^\d+(:\d{1,2}){0,2}(\.\d+)?$/.test(time.trim())) {
    throw new InvalidArgumentError(`'${time.trim()}' is no time such as 1:10`);
  }
  return time.split(':').reduce((seconds, part) => 60 * seconds + Number(part), 0);
}
