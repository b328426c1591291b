import { seededRandom } from '../../dsp/random.js';
import { GENERAL, HOOKS, THEMES, TOPICS } from './lyric-lexicon.js';
import { readWords } from './read-words.js';
import { doRhyme, rhymeOf } from './rhyme.js';
import { stressesOf } from './fit-lyrics.js';
import { syllabify } from './syllabify.js';

export interface LyricsRequest {
  /** What the song is about: 'the last train home'. */
  topic?: string;
  moods?: readonly string[];
  /** The sections that are sung, in order. Those of a kind that returns as a whole (chorus, hook,
   *  pre-chorus, post-chorus) are written once. */
  sections: readonly { kind: string; lines: number }[];
  seed: number;
}

const RETURNING: ReadonlySet<string> = new Set(['chorus', 'hook', 'pre-chorus', 'post-chorus']);
/** Syllables of a line, on the average of those that are tried. */
const FAVOURITE_SYLLABLES = 9;
const SYLLABLES_OF_A_TOPIC = 9;
const TRIED = 60;
const LETTERS_OF_A_WORD = 20;
const MOST_LINES = 16;
/** Own words are preferred to those of any song by so many syllables' difference. */
const THEME_WORTH = 2;
/** Nothing of this enters a song of ours. */
const OFFENSIVE =
  /\b(?:fuck|shit|cunt|bitch|nigg|fag|whore|slut|rape|nazi|hitler|kill|murder|suicid|porn|cock|dick|pussy|retard|terroris)/i;

/** Writes lyrics: by templates, with rhyme (couplets or every other line) and lines of one length, around
 *  a topic. Small and honest: no language model. The same request gives the same words.
 *  @returns text with `[verse]` tags, as `parseLyrics` reads it */
export function writeLyrics({ topic, moods = [], sections, seed }: LyricsRequest): string {
  const random = seededRandom(seed);
  const writer = new LyricsWriter(`${topic ?? ''} ${moods.join(' ')}`.toLowerCase(), random);
  const hook = hookOf(topic, random);
  const written = new Set<string>();
  return sections
    .flatMap(({ kind, lines }) => {
      const count = Math.min(MOST_LINES, lines);
      if (count < 1) return [];
      const isKnown = RETURNING.has(kind) && written.has(kind);
      written.add(kind);
      if (isKnown) return [`[${kind}]`];
      const own =
        kind === 'chorus' || kind === 'hook' ? writer.chorus(hook, count) : writer.verse(count);
      return [[`[${kind}]`, ...own].join('\n')];
    })
    .join('\n\n');
}

interface Line {
  text: string;
  worth: number;
}

class LyricsWriter {
  readonly #clauses: Line[];
  readonly #endings: Line[];
  /** Of endings that rhyme, 'one/other'. */
  readonly #pairs: Line[];
  readonly #used = new Set<string>();

  constructor(
    about: string,
    readonly random: () => number,
  ) {
    const themes = THEMES.filter(({ words }) => words.test(about));
    const weighed = (own: readonly string[], general: readonly string[]) => [
      ...own.map((text) => ({ text, worth: THEME_WORTH })),
      ...general.map((text) => ({ text, worth: 0 })),
    ];
    this.#clauses = weighed(
      themes.flatMap(({ clauses }) => clauses),
      GENERAL.clauses,
    );
    this.#endings = weighed(
      themes.flatMap(({ endings }) => endings),
      GENERAL.endings,
    );
    this.#pairs = pairsOf(this.#endings);
  }

  /** Couplets, or lines of which every other one rhymes. */
  verse(count: number): string[] {
    const isCrossed = count % 4 === 0 && this.random() < 0.5;
    const lines: string[] = [];
    while (lines.length + 1 < count) {
      const [a, b] = [this.#couplet(), isCrossed ? this.#couplet() : []];
      lines.push(...(isCrossed ? [a[0], b[0], a[1], b[1]] : a));
    }
    return count > lines.length ? [...lines, this.#line()] : lines;
  }

  /** The hook, and lines that rhyme with it where there are any. */
  chorus(hook: string, count: number): string[] {
    const lines: string[] = [];
    while (lines.length < count) {
      const ending = this.#best(
        this.#endings.filter(({ text }) => doRhyme(text, hook)),
        () => 0,
      );
      lines.push(hook, this.#line(ending?.text));
    }
    return lines.slice(0, count);
  }

  #couplet(): string[] {
    const fresh = this.#pairs.filter(({ text }) =>
      text.split('/').every((each) => !this.#used.has(each)),
    );
    const pair = this.#best(fresh.length > 0 ? fresh : this.#pairs, () => 0);
    const [first, second] = (pair?.text ?? 'tonight/in the light').split('/');
    const one = this.#line(first);
    return [one, this.#line(second, syllablesIn(one))];
  }

  /** A clause with `ending`, of about as many syllables, in a rhythm that alternates. */
  #line(
    ending = this.#best(this.#endings, () => 0)?.text ?? 'tonight',
    syllables = FAVOURITE_SYLLABLES,
  ): string {
    this.#used.add(ending);
    const clause = this.#best(this.#clauses, (text) => {
      const line = `${text} ${ending}`;
      return -Math.abs(syllablesIn(line) - syllables) - unevenness(line);
    });
    return `${clause?.text ?? 'I sing this song'} ${ending}`;
  }

  /** Of those that weren't used, a few by chance, and the best of them. */
  #best(from: readonly Line[], score: (text: string) => number): Line | undefined {
    const fresh = from.filter(({ text }) => !this.#used.has(text));
    const pool = fresh.length > 0 ? fresh : from;
    let best: { line: Line; value: number } | undefined;
    for (let i = 0; i < Math.min(TRIED, pool.length); i++) {
      const line = pool[Math.floor(this.random() * pool.length)];
      const value = score(line.text) + line.worth * this.random();
      if (!best || value > best.value) best = { line, value };
    }
    if (best) for (const part of best.line.text.split('/')) this.#used.add(part);
    return best?.line;
  }
}

function pairsOf(endings: readonly Line[]): Line[] {
  const byRhyme = new Map<string, Line[]>();
  for (const line of endings) {
    const rhyme = rhymeOf(line.text);
    byRhyme.set(rhyme, [...(byRhyme.get(rhyme) ?? []), line]);
  }
  return [...byRhyme.values()].flatMap((alike) =>
    alike.flatMap((one) =>
      alike
        .filter((other) => doRhyme(one.text, other.text))
        .map((other) => ({ text: `${one.text}/${other.text}`, worth: one.worth + other.worth })),
    ),
  );
}

function syllablesIn(text: string): number {
  return stressesOf(syllabify(text)).length;
}

/** How often two stressed syllables meet, or three weak ones. */
function unevenness(text: string): number {
  const stresses = stressesOf(syllabify(text));
  return stresses.filter(
    (stress, i) =>
      (stress === 1 && stresses[i + 1] === 1) ||
      (stress === 0 && stresses[i + 1] === 0 && stresses[i + 2] === 0),
  ).length;
}

/** A line around the topic, or around one of ours where it can't be sung. */
function hookOf(topic: string | undefined, random: () => number): string {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)];
  const own = pick(TOPICS);
  const given = singable(topic);
  const text = given ?? own;
  const kind = /^(?:the|a|an|my|our|your|his|her|this|that|these|those|one)\b/i.test(text)
    ? 'thing'
    : /^\w+ing\b/i.test(text)
      ? 'doing'
      : 'other';
  return pick(HOOKS[kind]).replace('{}', () => text);
}

/** The topic as far as it is English, short and decent. */
function singable(topic: string | undefined): string | undefined {
  if (topic === undefined || OFFENSIVE.test(topic)) return undefined;
  const words = readWords(topic.slice(0, 200)).words.map((word) =>
    word.text.replace(/[^\p{L}’']/gu, ''),
  );
  const text = words.filter((word) => word !== '').join(' ');
  if (words.some((word) => word.length > LETTERS_OF_A_WORD)) return undefined;
  const count = syllablesIn(text);
  return count > 0 && count <= SYLLABLES_OF_A_TOPIC ? text : undefined;
}
