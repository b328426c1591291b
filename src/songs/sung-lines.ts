import type { SungLines } from './composing/compose-song.js';
import type { SungLine } from './composing/sung-line.js';
import { parseLyrics, type Lyrics, type LyricsLine } from './lyrics/parse-lyrics.js';
import { stressesOf, syllablesOf } from './lyrics/fit-lyrics.js';
import type { PlannedSection, SongPlan } from './plan/song-plan.js';

/** Sections that stay without words unless the lyrics have such a section. */
const INSTRUMENTAL = ['intro', 'solo', 'breakdown', 'build', 'drop', 'outro'];
/** Few lines in a long section are sung again: a line has no more than this many bars. */
const MOST_BARS_OF_LINE = 3;

/** What is sung in each section of a plan: the lyrics' sections of its kind in their order, and again
 *  from the first where there are more sections than lyrics. */
export function sungLinesOf({ lyrics, vocal, form }: SongPlan): SungLines {
  if (vocal === 'none' || lyrics === undefined) return new Map();
  const parsed = parseLyrics(lyrics);
  const counter = { line: 0 };
  const seen = new Map<string, number>();
  return new Map(
    form.flatMap((section): [string, SungLine[]][] => {
      const number = seen.get(section.kind) ?? 0;
      seen.set(section.kind, number + 1);
      const lines = linesFor(section, number, parsed);
      return lines.length === 0 ? [] : [[section.name, toSungLines(lines, section, counter)]];
    }),
  );
}

function linesFor(
  { kind }: PlannedSection,
  number: number,
  { sections }: Lyrics,
): readonly LyricsLine[] {
  const own = sections.filter((each) => each.kind === kind && each.lines.length > 0);
  if (own.length > 0) return own[number % own.length].lines;
  if (INSTRUMENTAL.includes(kind)) return [];
  // Lyrics without such a section: a verse serves for what has no words of its own.
  const verses = sections.filter(({ lines }) => lines.length > 0);
  const spare = verses.filter((each) => each.kind === 'verse');
  const choices = spare.length > 0 ? spare : verses;
  return choices.length > 0 ? choices[number % choices.length].lines : [];
}

function toSungLines(
  lines: readonly LyricsLine[],
  { bars }: PlannedSection,
  counter: { line: number },
): SungLine[] {
  const times = Math.max(1, Math.floor(bars / (MOST_BARS_OF_LINE * lines.length)));
  const sung = Array.from({ length: times }, () => lines).flat();
  return sung.map(({ words }) => {
    const line = counter.line++;
    const stresses = stressesOf(words);
    return syllablesOf(words).map((syllable, i) => ({
      syllable: { ...syllable, line },
      stress: stresses[i],
    }));
  });
}
