import type { BiquadCoefficients } from './biquad.js';
import { dbToGain } from './decibels.js';

/** K-weighting of ITU-R BS.1770-4 for any sample rate: the standard prints coefficients for 48 kHz
 *  only; these are the analog filters behind them, through the bilinear transform (as in libebur128;
 *  at 48 kHz they agree with the standard's table to 1e-12). */
export function kWeighting(
  sampleRate: number,
): [shelf: BiquadCoefficients, highPass: BiquadCoefficients] {
  return [headShelf(sampleRate), lowCut(sampleRate)];
}

/** Stage 1: +4 dB above 1.7 kHz, for the acoustic effect of the head. */
function headShelf(sampleRate: number): BiquadCoefficients {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = dbToGain(3.999843853973347);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

/** Stage 2: the "RLB" high-pass at 38 Hz. */
function lowCut(sampleRate: number): BiquadCoefficients {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}
