/** How long pieces are made. */
export interface WindowLengths {
  /** What the model makes at once. */
  readonly windowSeconds: number;
  /** How much of it each window but the first takes over from the one before. */
  readonly overlapSeconds: number;
}

/** A stretch of frames that is made at once, or gone on with. */
export interface MusicWindow {
  /** What it hears begins here. */
  readonly start: number;
  /** It makes the frames up to here. */
  readonly end: number;
}

/** Covers `frames` by windows of at most `windowFrames`, each of which begins `overlapFrames` before
 *  the end of the one before.
 *  @throws RangeError when the windows would not go on */
export function planWindows(
  frames: number,
  { windowFrames, overlapFrames }: { windowFrames: number; overlapFrames: number },
): MusicWindow[] {
  if (overlapFrames < 0 || overlapFrames >= windowFrames) {
    throw new RangeError(`windows of ${windowFrames} frames can't overlap by ${overlapFrames}`);
  }
  const windows = [{ start: 0, end: Math.min(frames, windowFrames) }];
  for (let { end } = windows[0]; end < frames;) {
    const start = end - overlapFrames;
    end = Math.min(frames, start + windowFrames);
    windows.push({ start, end });
  }
  return windows;
}
