import type { Style } from '../styles/style.js';
import type { ReadPrompt } from './read-prompt.js';

const LONGEST_TITLE = 60;
const SMALL_WORDS = new Set('a an the and or of in on at to for with by from'.split(' '));

/** What a song is called: by what it is about, by its first sung line, or by its mood and style. */
export function titleOf(
  { topic, moods }: ReadPrompt,
  style: Style,
  lyrics: string | undefined,
): string {
  const line = lyrics
    ?.split('\n')
    .map((each) => each.trim())
    .find((each) => /\p{L}/u.test(each) && !/^[[({]/.test(each));
  const words =
    topic ?? line?.replace(/[,.;:!?]+$/, '') ?? [...moods.slice(0, 1), style.name].join(' ');
  return capitalised(words.slice(0, LONGEST_TITLE).trim()) || style.name;
}

function capitalised(text: string): string {
  return text
    .split(/\s+/)
    .map((word, i) =>
      i > 0 && SMALL_WORDS.has(word.toLowerCase()) ? word.toLowerCase() : upperFirst(word),
    )
    .join(' ');
}

function upperFirst(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
