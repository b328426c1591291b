import { RealFft } from '../../dsp/fft.js';
import { hannPeriodic } from '../../dsp/windows.js';

const SAMPLE_RATE = 16_000;
const N_FFT = 1024;
const HOP = 160;
const F_MIN = 30;
const F_MAX = 8000;
const FLOOR = 1e-5;
/** Bands of the spectrogram. */
export const MEL_BANDS = 128;

/** What RMVPE sees: ln mel magnitudes (HTK's scale, Slaney's norm), one frame per 10 ms, the ends of
 *  the signal mirrored.
 *  @param samples mono at 16 kHz
 *  @returns [frames × bands], floor(length / 160) + 1 frames */
export function melSpectrogram(samples: Float32Array): Float32Array {
  const frames = Math.floor(samples.length / HOP) + 1;
  const bank = melBank();
  const window = hannPeriodic(N_FFT);
  const fft = new RealFft(N_FFT);
  const frame = new Float32Array(N_FFT);
  const [re, im] = [new Float32Array(fft.bins), new Float32Array(fft.bins)];
  const mel = new Float32Array(frames * MEL_BANDS);
  for (let t = 0; t < frames; t++) {
    for (let i = 0; i < N_FFT; i++) {
      frame[i] = window[i] * mirroredAt(samples, t * HOP + i - N_FFT / 2);
    }
    fft.forward(frame, re, im);
    const magnitudes = re.map((value, k) => Math.hypot(value, im[k]));
    for (const [band, { first, weights }] of bank.entries()) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * magnitudes[first + k];
      mel[t * MEL_BANDS + band] = Math.log(Math.max(sum, FLOOR));
    }
  }
  fft.free();
  return mel;
}

interface Band {
  /** Bin of the first weight. */
  first: number;
  weights: number[];
}

/** Triangles between neighbouring frequencies of the mel scale, of equal area. */
function melBank(): Band[] {
  const [low, high] = [toMel(F_MIN), toMel(F_MAX)];
  const edges = Array.from({ length: MEL_BANDS + 2 }, (_, i) =>
    toHz(low + ((high - low) * i) / (MEL_BANDS + 1)),
  );
  const binHz = SAMPLE_RATE / N_FFT;
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [from, centre, to] = edges.slice(band, band + 3);
    const first = Math.ceil(from / binHz);
    const count = Math.max(0, Math.floor(to / binHz) - first + 1);
    const weights = Array.from({ length: count }, (_, k) => {
      const hz = (first + k) * binHz;
      const height = Math.min((hz - from) / (centre - from), (to - hz) / (to - centre));
      return (Math.max(0, height) * 2) / (to - from);
    });
    return { first, weights };
  });
}

function toMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

function toHz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}

function mirroredAt(samples: Float32Array, index: number): number {
  const last = samples.length - 1;
  if (last < 1) return samples[0] ?? 0;
  const folded = Math.abs(index) % (2 * last);
  return samples[folded <= last ? folded : 2 * last - folded];
}
