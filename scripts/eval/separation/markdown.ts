/** In the cell of what there is no figure of. */
const NONE = '–';

export function markdownTable(columns: readonly string[], rows: readonly string[][]): string {
  return [columns, columns.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** With one decimal and a proper minus. */
export function decibels(value: number): string {
  if (Number.isNaN(value)) return NONE;
  return value
    .toFixed(1)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−');
}

/** Of vocals and accompaniment, or lead and backing. */
export function decibelPair(values: readonly number[]): string {
  return values.some(Number.isNaN) ? NONE : values.map(decibels).join(' / ');
}

/** `text` with everything between `<!-- name -->` and `<!-- /name -->` replaced by `content`.
 *  @throws Error when there are no such marks */
export function replaceMarked(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`no marks '${start.trim()}' … '${end.trim()}'`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}
