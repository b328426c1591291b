import { InputError } from '../../errors.js';

/** `lyrics` with another text in the `line`th line (1 …) that isn't a tag or empty.
 *  @throws InputError `no-such-line` */
export function replaceLine(lyrics: string, line: number, text: string): string {
  const rows = lyrics.split(/\r\n|[\n\r]/);
  const sung = rows.flatMap((row, i) => (isSung(row) ? [i] : []));
  const at = sung[line - 1];
  if (at === undefined) {
    throw new InputError('no-such-line', `the lyrics have no line ${line}`, {
      hint: `They have ${sung.length} lines.`,
    });
  }
  rows[at] = text.replace(/[\r\n]+/g, ' ');
  return rows.join('\n');
}

function isSung(row: string): boolean {
  const text = row.trim();
  return text !== '' && !/^[[({].*[\])}]:?$/.test(text) && !text.endsWith(':');
}
