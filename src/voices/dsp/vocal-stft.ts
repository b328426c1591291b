import { Stft } from '../../dsp/stft.js';

/** Frames of 40 ms hold several periods of the lowest voice. */
const FRAME_SECONDS = 0.04;
const HOPS_PER_FRAME = 4;
/** FFT sizes are multiples of this with small prime factors. */
const FFT_SIZES = [320, 480, 640, 960, 1152, 1280, 1440, 1728, 1920, 3456, 3840, 7680];

/** The frames in which vocals of `sampleRate` are changed: 40 ms every 10 ms, or nearly. */
export function vocalStft(sampleRate: number): Stft {
  const wanted = FRAME_SECONDS * sampleRate;
  const nFft = FFT_SIZES.reduce((best, size) =>
    Math.abs(size - wanted) < Math.abs(best - wanted) ? size : best,
  );
  return new Stft(nFft, nFft / HOPS_PER_FRAME);
}
