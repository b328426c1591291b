import type { PitchTrack } from '../../pitch/pitch-tracker.js';

const LOWEST_HZ = 50;
const HIGHEST_HZ = 1100;
const LOWEST_MEL = mel(LOWEST_HZ);
const HIGHEST_MEL = mel(HIGHEST_HZ);
const BINS = 254;
/** The tuning that autotune draws to. */
const CONCERT_A_HZ = 440;

/** The melody that the voice is to sing: moved, and drawn to the nearest notes of the scale.
 *  @returns Hz per frame of 10 ms [frames]; 0 where unvoiced */
export function melodyOf(
  { f0Hz }: PitchTrack,
  { frames, transpose, autotune }: { frames: number; transpose: number; autotune: number },
): Float32Array {
  const ratio = 2 ** (transpose / 12);
  return Float32Array.from({ length: frames }, (_, frame) => {
    const hz = (f0Hz[Math.min(frame, f0Hz.length - 1)] ?? 0) * ratio;
    return hz > 0 ? drawn(hz, autotune) : 0;
  });
}

/** The bins of the text encoder's pitch table: 1 where unvoiced, else 1 … 255 along the mel scale. */
export function pitchBins(f0Hz: Float32Array): BigInt64Array {
  return BigInt64Array.from(f0Hz, (hz) => {
    if (hz <= 0) return 1n;
    const place = ((mel(hz) - LOWEST_MEL) * BINS) / (HIGHEST_MEL - LOWEST_MEL) + 1;
    return BigInt(Math.round(Math.min(255, Math.max(1, place))));
  });
}

function drawn(hz: number, strength: number): number {
  const note = 12 * Math.log2(hz / CONCERT_A_HZ);
  return hz * 2 ** ((strength * (Math.round(note) - note)) / 12);
}

function mel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}
