import type { Note, Score } from './score.js';

/** A rest this long parts two lines, where the syllables don't tell their lines. */
const LINE_REST_BEATS = 1;

interface TimedWord {
  text: string;
  seconds: number;
}

/** The sung words of `score` as LRC, with a time for every line and every word (the A2 extension).
 *  @returns undefined where nothing is sung */
export function writeLrc(score: Score): string | undefined {
  const sung = score.parts
    .find(({ role, notes }) => role === 'lead' && notes.some(({ syllable }) => syllable))
    ?.notes.filter(({ syllable }) => syllable);
  if (!sung) return undefined;
  const seconds = (beat: number) => (beat * 60) / score.bpm;
  const lines = linesOf(sung).map((notes) => writeLine(wordsOf(notes, seconds)));
  return [`[ti:${score.title}]`, '[re:Canto]', ...lines, ''].join('\n');
}

function linesOf(notes: readonly Note[]): Note[][] {
  const lines: Note[][] = [];
  notes.forEach((note, i) => {
    if (i === 0 || beginsLine(note, notes[i - 1])) lines.push([]);
    lines[lines.length - 1].push(note);
  });
  return lines;
}

function beginsLine(note: Note, before: Note): boolean {
  const [line, lineBefore] = [note.syllable?.line, before.syllable?.line];
  if (line !== undefined && lineBefore !== undefined) return line !== lineBefore;
  return note.startBeat - (before.startBeat + before.durationBeats) >= LINE_REST_BEATS;
}

function wordsOf(notes: readonly Note[], seconds: (beat: number) => number): TimedWord[] {
  const words: TimedWord[] = [];
  let goesOn = false;
  for (const { syllable, startBeat } of notes) {
    if (!syllable?.text) continue;
    if (goesOn) words[words.length - 1].text += syllable.text;
    else words.push({ text: syllable.text, seconds: seconds(startBeat) });
    goesOn = syllable.isContinued;
  }
  return words;
}

function writeLine(words: readonly TimedWord[]): string {
  const texts = words.map(({ text, seconds }) => `<${clock(seconds)}>${text}`);
  return `[${clock(words[0]?.seconds ?? 0)}]${texts.join(' ')}`;
}

/** `01:07.25` */
function clock(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const minutes = Math.floor(hundredths / 6000);
  const rest = hundredths % 6000;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(minutes)}:${pad(Math.floor(rest / 100))}.${pad(rest % 100)}`;
}
