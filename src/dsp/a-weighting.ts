/** A-weighting of power at `hz` (IEC 61672-1), 1 at 1 kHz. */
export function aWeighting(hz: number): number {
  const f2 = hz * hz;
  const gain =
    (12194 ** 2 * f2 * f2) /
    ((f2 + 20.6 ** 2) * Math.sqrt((f2 + 107.7 ** 2) * (f2 + 737.9 ** 2)) * (f2 + 12194 ** 2));
  // 2.00 dB at 1 kHz.
  return (gain * 1.2589) ** 2;
}
