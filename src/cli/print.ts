/** Prints the report of a command: one JSON document, or lines for people. */
export function printReport(
  report: { [key: string]: unknown },
  { json, lines }: { json?: boolean; lines: readonly string[] },
): void {
  console.log(json ? JSON.stringify(report, null, 2) : lines.join('\n'));
}

/** Columns of text, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, c) => Math.max(...rows.map((row) => row[c].length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, c) => cell.padEnd(widths[c]))
      .join('  ')
      .trimEnd(),
  );
}
