/** The note nearest to `pitch` (MIDI, fractional) among the pitch classes `scale`. */
export function nearestOf(pitch: number, scale: readonly number[]): number {
  const candidates = scale.map((step) => step + 12 * Math.round((pitch - step) / 12));
  return candidates.reduce((best, next) =>
    Math.abs(next - pitch) < Math.abs(best - pitch) ? next : best,
  );
}
