import { FRAME_LENGTH } from './channel-stream.js';
import { InverseMdct } from './inverse-mdct.js';
import { SHORT_WINDOWS, START_WINDOW, STOP_WINDOW } from './window-info.js';
import { LONG_SLOPES, SHORT_SLOPES } from './windows.js';

const SHORT_LENGTH = 128;
/** Samples of a frame before and behind the slopes of its short windows. */
const FLAT_LENGTH = (FRAME_LENGTH - SHORT_LENGTH) / 2;
/** Spectra are for samples of 16 bits. */
const FULL_SCALE = 32768;

/** Turns the spectra of one channel into its samples, each frame overlapping the next. */
export class FilterBank {
  /** What the last frame leaves for the next one. */
  private readonly overlap = new Float64Array(FRAME_LENGTH);
  private shape = 0;
  private readonly longMdct = new InverseMdct(FRAME_LENGTH);
  private readonly shortMdct = new InverseMdct(SHORT_LENGTH);
  /** Two frames: what the spectrum of one frame sounds like. */
  private readonly sound = new Float64Array(2 * FRAME_LENGTH);
  private readonly shortSound = new Float64Array(2 * SHORT_LENGTH);

  /** @param lines [1024]
   *  @param samples [1024], overwritten, in ±1 */
  transform(
    lines: Float32Array,
    { sequence, shape }: { sequence: number; shape: number },
    samples: Float32Array,
  ): void {
    if (sequence === SHORT_WINDOWS) this.soundShort(lines, shape);
    else this.soundLong(lines, sequence, shape);
    this.shape = shape;
    const { overlap, sound } = this;
    for (let i = 0; i < FRAME_LENGTH; i++) samples[i] = (overlap[i] + sound[i]) / FULL_SCALE;
    overlap.set(sound.subarray(FRAME_LENGTH));
  }

  private soundLong(lines: Float32Array, sequence: number, shape: number): void {
    const { sound } = this;
    this.longMdct.transform(lines, sound);
    if (sequence === STOP_WINDOW) {
      sound.fill(0, 0, FLAT_LENGTH);
      rise(sound, FLAT_LENGTH, SHORT_SLOPES[this.shape]);
    } else {
      rise(sound, 0, LONG_SLOPES[this.shape]);
    }
    if (sequence === START_WINDOW) {
      fall(sound, FRAME_LENGTH + FLAT_LENGTH, SHORT_SLOPES[shape]);
      sound.fill(0, 2 * FRAME_LENGTH - FLAT_LENGTH);
    } else {
      fall(sound, FRAME_LENGTH, LONG_SLOPES[shape]);
    }
  }

  /** Eight windows in the middle of the two frames, each half over the next. */
  private soundShort(lines: Float32Array, shape: number): void {
    const { sound, shortSound } = this;
    sound.fill(0);
    for (let window = 0; window < 8; window++) {
      const start = window * SHORT_LENGTH;
      this.shortMdct.transform(lines.subarray(start, start + SHORT_LENGTH), shortSound);
      rise(shortSound, 0, SHORT_SLOPES[window === 0 ? this.shape : shape]);
      fall(shortSound, SHORT_LENGTH, SHORT_SLOPES[shape]);
      const at = FLAT_LENGTH + start;
      for (let i = 0; i < 2 * SHORT_LENGTH; i++) sound[at + i] += shortSound[i];
    }
  }
}

function rise(samples: Float64Array, at: number, slope: Float64Array): void {
  for (let i = 0; i < slope.length; i++) samples[at + i] *= slope[i];
}

function fall(samples: Float64Array, at: number, slope: Float64Array): void {
  const last = slope.length - 1;
  for (let i = 0; i <= last; i++) samples[at + i] *= slope[last - i];
}
