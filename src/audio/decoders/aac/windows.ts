/** Rising halves of the windows by shape: 0 sine, 1 Kaiser–Bessel-derived. */
export const LONG_SLOPES = [sineSlope(1024), kaiserBesselSlope(1024, 4)] as const;
export const SHORT_SLOPES = [sineSlope(128), kaiserBesselSlope(128, 6)] as const;

function sineSlope(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / (2 * length)));
}

/** Square roots of the running sum of a Kaiser window (ISO/IEC 14496-3, 4.6.11.3.2). */
function kaiserBesselSlope(length: number, alpha: number): Float64Array {
  const kaiser = Float64Array.from({ length: length + 1 }, (_, i) =>
    bessel0(Math.PI * alpha * Math.sqrt(1 - ((2 * i) / length - 1) ** 2)),
  );
  const total = kaiser.reduce((sum, x) => sum + x, 0);
  let sum = 0;
  return Float64Array.from({ length }, (_, i) => Math.sqrt((sum += kaiser[i]) / total));
}

/** The modified Bessel function of order 0, by its power series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
