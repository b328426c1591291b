import { readWords } from './read-words.js';
import { syllabify, type SungWord } from './syllabify.js';

const SECTION_KINDS = [
  ...['intro', 'verse', 'pre-chorus', 'chorus', 'post-chorus', 'hook', 'bridge', 'solo'],
  ...['breakdown', 'drop', 'outro'],
] as const;

type SectionKind = (typeof SECTION_KINDS)[number];

export interface LyricsLine {
  text: string;
  /** Never empty. */
  words: SungWord[];
}

/** A part of the lyrics in their order. A chorus that is written once and called for again stands here
 *  again, with the same lines; an instrumental section ('[solo]') has none. */
interface LyricsSection {
  kind: SectionKind;
  lines: LyricsLine[];
}

export interface Lyrics {
  sections: LyricsSection[];
  /** What can't be sung, each once: other scripts, emoji, addresses; in the order of the text. */
  ignored: string[];
}

/** What people call the sections, beside their own names. */
const NAMES: Readonly<Record<string, SectionKind>> = {
  ...{
    refrain: 'chorus',
    prechorus: 'pre-chorus',
    'pre chorus': 'pre-chorus',
    build: 'pre-chorus',
  },
  ...{ 'post chorus': 'post-chorus', postchorus: 'post-chorus', interlude: 'solo' },
  ...{ instrumental: 'solo', 'guitar solo': 'solo', break: 'breakdown', 'middle 8': 'bridge' },
  ...{ 'middle eight': 'bridge', end: 'outro', ending: 'outro', coda: 'outro', rap: 'verse' },
};
const MOST_IGNORED = 50;
const MOST_REPEATS = 8;

interface Tag {
  kind: SectionKind;
  times: number;
}

/** Reads lyrics as people write them: sections under tags (`[verse 2]`, `[Chorus x2]`, `Bridge:`), or
 *  stanzas between blank lines, of which those that return are the chorus. A tag without lines calls for
 *  the last section of its kind again. Any text will do, the empty one too. */
export function parseLyrics(text: string): Lyrics {
  const rows = text.split(/\r\n|[\n\r\u2028\u2029]/).map((row) => row.trim());
  const blocks = rows.some(readTag) ? taggedBlocks(rows) : stanzas(rows);
  const lines = new Map<string, LyricsLine>();
  const sections = blocks.map(({ kind, rows: own }) => ({
    kind,
    lines: own.map((row) => lineOf(row, lines)).filter(({ words }) => words.length > 0),
  }));
  const ignored = new Set(
    blocks.flatMap(({ rows: own }) => own.flatMap((row) => readWords(row).ignored)),
  );
  return { sections, ignored: [...ignored].slice(0, MOST_IGNORED) };
}

interface Block {
  kind: SectionKind;
  rows: string[];
}

function taggedBlocks(rows: readonly string[]): Block[] {
  const blocks: (Block & { times: number })[] = [{ kind: 'verse', rows: [], times: 1 }];
  for (const row of rows) {
    const tag = readTag(row);
    if (tag) blocks.push({ ...tag, rows: [] });
    else if (row !== '') blocks[blocks.length - 1].rows.push(row);
  }
  const untagged = blocks[0].rows.length === 0 ? 1 : 0;
  const known = new Map<SectionKind, string[]>();
  return blocks.slice(untagged).flatMap(({ kind, rows: own, times }) => {
    if (own.length > 0) known.set(kind, own);
    return Array.from({ length: times }, () => ({ kind, rows: known.get(kind) ?? [] }));
  });
}

/** '[Chorus x2]', '(bridge)', 'Verse 1:' */
function readTag(row: string): Tag | undefined {
  const [, bracketed, named] =
    /^(?:[[({]([^\])}]{1,60})[\])}]|([\p{L} -]{1,20}\d*)):?$/u.exec(row) ?? [];
  if (bracketed === undefined && !row.endsWith(':')) return undefined;
  const name = (bracketed ?? named ?? '').toLowerCase();
  const [, title = '', times] =
    /^([a-z -]+?(?: 8)?)[\s\d.:,-]*(?:(?:x|×)\s?(\d))?$/.exec(name.trim()) ?? [];
  const kind = SECTION_KINDS.find((known) => known === title.trim()) ?? NAMES[title.trim()];
  return kind && { kind, times: Math.min(MOST_REPEATS, Math.max(1, Number(times ?? 1))) };
}

function stanzas(rows: readonly string[]): Block[] {
  const found: string[][] = [[]];
  for (const row of rows) {
    if (row !== '') found[found.length - 1].push(row);
    else if (found[found.length - 1].length > 0) found.push([]);
  }
  const filled = found.filter((stanza) => stanza.length > 0);
  const key = (stanza: readonly string[]) => stanza.join('\n').toLowerCase();
  return filled.map((own) => ({
    kind: filled.filter((other) => key(other) === key(own)).length > 1 ? 'chorus' : 'verse',
    rows: own,
  }));
}

/** Lines that return are read once. */
function lineOf(text: string, known: Map<string, LyricsLine>): LyricsLine {
  const line = known.get(text) ?? { text, words: syllabify(text) };
  known.set(text, line);
  return line;
}
