import { useMemo } from 'preact/hooks';
import type { Score } from '../../../src/score/score.js';

interface SungWord {
  text: string;
  seconds: number;
}

/** So many lines are shown: what is sung, and what comes. */
const LINES = 3;

/** The words as they are sung. */
export function Karaoke({ score, seconds }: { score: Score; seconds: number }) {
  const lines = useMemo(() => linesOf(score), [score]);
  if (lines.length === 0) return null;
  const next = lines.findIndex((words) => words[0].seconds > seconds);
  const current = Math.max(0, (next < 0 ? lines.length : next) - 1);
  return (
    <section class="karaoke" aria-label="Lyrics">
      {lines.slice(current, current + LINES).map((words, n) => (
        <p key={current + n} class={n === 0 ? 'karaoke-now' : 'muted'}>
          {words.map(({ text, seconds: at }, w) => (
            <span key={w} class={at <= seconds ? 'karaoke-sung' : undefined}>
              {text}{' '}
            </span>
          ))}
        </p>
      ))}
    </section>
  );
}

/** The sung words by lines. */
function linesOf({ parts, bpm }: Score): SungWord[][] {
  const lead = parts.find(
    ({ role, notes }) => role === 'lead' && notes.some(({ syllable }) => syllable),
  );
  const lines: SungWord[][] = [];
  let line = -1;
  let goesOn = false;
  for (const { syllable, startBeat } of lead?.notes ?? []) {
    if (!syllable?.text) continue;
    if (syllable.line !== line) lines.push([]);
    line = syllable.line ?? line;
    const words = (lines.length > 0 ? lines : [[]])[lines.length - 1];
    if (goesOn && words.length > 0) words[words.length - 1].text += syllable.text;
    else words.push({ text: syllable.text, seconds: (startBeat * 60) / bpm });
    goesOn = syllable.isContinued;
  }
  return lines;
}
