/** A stretch of STFT frames that a network sees at once. */
export interface FrameWindow {
  /** All frames that it sees. */
  readonly start: number;
  readonly end: number;
  /** Those whose result counts; the others are context. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

interface WindowLengths {
  /** At most so many frames in a window. */
  windowFrames: number;
  /** Seen before and after the body, as far as there are any. */
  contextFrames: number;
  /** Windows start at multiples of this, so that strided layers see the same grid in all. */
  multiple: number;
}

/** About equal windows whose bodies cover `frames` frames without gap or overlap. */
export function planFrameWindows(
  frames: number,
  { windowFrames, contextFrames, multiple }: WindowLengths,
): FrameWindow[] {
  const count = Math.ceil(frames / (windowFrames - 2 * contextFrames));
  const bodyFrames = Math.ceil(frames / count / multiple) * multiple;
  return Array.from({ length: Math.ceil(frames / bodyFrames) }, (_, i) => {
    const bodyStart = i * bodyFrames;
    const bodyEnd = Math.min(frames, bodyStart + bodyFrames);
    return {
      start: Math.max(0, bodyStart - contextFrames),
      end: Math.min(frames, bodyEnd + contextFrames),
      bodyStart,
      bodyEnd,
    };
  });
}
