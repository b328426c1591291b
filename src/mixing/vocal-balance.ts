import { gatedMean, SILENCE_LUFS, toLufs } from '../dsp/loudness.js';
import type { WeightedEnergy } from '../dsp/weighted-energy.js';

/** Loudness of lead against music while the voice sings. Records since 1975 have about +1 dB (Gerdes &
 *  Siedenburg, "Lead-vocal level in recordings of popular music 1946–2020", JASA Express Letters 2023). */
const VOCAL_TO_MUSIC_LU = 1;
/** Passages this far below the voice's own loudness don't count as sung. */
const SUNG_GATE_LU = -10;
/** A stem that asks for more is hardly a voice, but what a separator left of the music. */
const LARGEST_CORRECTION_DB = 9;
const WINDOW_SECONDS = 0.4;
const HOP_SECONDS = 0.1;

/** The gain in dB that sets `lead` at its place above `music`, measured over the passages in which it
 *  sings; 0 where either is silent. Both have the same length. */
export function balanceGainDb(lead: WeightedEnergy, music: WeightedEnergy): number {
  const leadSquares = lead.windows(WINDOW_SECONDS, HOP_SECONDS);
  const musicSquares = music.windows(WINDOW_SECONDS, HOP_SECONDS);
  const gate = gatedMean(leadSquares, SUNG_GATE_LU) * 10 ** (SUNG_GATE_LU / 10);
  const whereSung = (squares: Float64Array) => squares.filter((_, k) => leadSquares[k] > gate);
  const leadLufs = meanLufs(whereSung(leadSquares));
  const musicLufs = meanLufs(whereSung(musicSquares));
  if (leadLufs <= SILENCE_LUFS || musicLufs <= SILENCE_LUFS) return 0;
  const correction = VOCAL_TO_MUSIC_LU - (leadLufs - musicLufs);
  return Math.max(-LARGEST_CORRECTION_DB, Math.min(LARGEST_CORRECTION_DB, correction));
}

function meanLufs(squares: Float64Array): number {
  return toLufs(squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length));
}
