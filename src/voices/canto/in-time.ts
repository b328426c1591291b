/** The value of `curve` at a fractional index. */
export function at(curve: Float32Array, place: number): number {
  const below = Math.min(curve.length - 2, Math.floor(place));
  return curve[below] + (curve[below + 1] - curve[below]) * (place - below);
}

/** The same; at whole indices exactly, as −Infinity may be beside them. */
export function inTime(values: Float32Array, place: number): number {
  return Number.isInteger(place) ? values[place] : at(values, place);
}

/** The row of the matrix `rows` at the fractional row `place`, into `row`. */
export function rowInTime(rows: Float32Array, place: number, row: Float32Array): void {
  const width = row.length;
  const below = Math.floor(place) * width;
  const above = Math.min(rows.length - width, below + width);
  const share = place - Math.floor(place);
  for (let b = 0; b < width; b++) {
    row[b] = rows[below + b] + (rows[above + b] - rows[below + b]) * share;
  }
}
