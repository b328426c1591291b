/** Means over `span` (odd) neighbours; at the edges over those that exist. */
export function movingMean(values: Float32Array, span: number): Float32Array {
  const half = (span - 1) / 2;
  const means = new Float32Array(values.length);
  let sum = 0;
  for (let i = 0; i < Math.min(half, values.length); i++) sum += values[i];
  for (let i = 0; i < values.length; i++) {
    if (i + half < values.length) sum += values[i + half];
    if (i - half - 1 >= 0) sum -= values[i - half - 1];
    const count = Math.min(values.length - 1, i + half) - Math.max(0, i - half) + 1;
    means[i] = sum / count;
  }
  return means;
}

/** Means over `span` × `span` (odd) neighbours in a row-major matrix of `columns`; at the edges
 *  over those that exist. */
export function boxMean(values: Float32Array, columns: number, span: number): Float32Array {
  const rows = values.length / columns;
  const half = (span - 1) / 2;
  const means = new Float32Array(values.length);
  const sums = new Float32Array(columns);
  const addRow = (row: number, sign: number) => {
    if (row < 0 || row >= rows) return;
    const start = row * columns;
    for (let i = 0; i < columns; i++) sums[i] += sign * values[start + i];
  };
  for (let row = 0; row < half; row++) addRow(row, 1);
  for (let row = 0; row < rows; row++) {
    addRow(row + half, 1);
    addRow(row - half - 1, -1);
    const count = Math.min(rows - 1, row + half) - Math.max(0, row - half) + 1;
    means.set(
      movingMean(sums, span).map((mean) => mean / count),
      row * columns,
    );
  }
  return means;
}
