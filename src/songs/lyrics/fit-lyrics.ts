import type { Note, Syllable } from '../../score/score.js';
import type { SungWord } from './syllabify.js';

/** How strong a note's place in the bar is, when a stressed syllable looks for one. */
const DOWNBEAT = 1;
const OTHER_BEAT = 0.6;
const OFFBEAT = 0.2;
/** Dissatisfaction of a note that isn't sung on its own, when that of a stress on the weakest place is
 *  0.8; a little less at the end of a phrase. */
const HELD = 0.7;

/** All syllables of a line in their order. */
export function syllablesOf(words: readonly SungWord[]): Syllable[] {
  return words.flatMap(({ syllables }) => syllables);
}

/** By syllable of a line, how much it wants a strong beat: 1 stressed, 0.5 half, 0 not. */
export function stressesOf(words: readonly SungWord[]): number[] {
  return words.flatMap(({ stresses }) => stresses);
}

/** Puts the words of a line on the notes of a phrase, stresses on strong beats as far as can be. Where
 *  there are more notes than syllables, some are held on (melismas); where there are fewer, the longest
 *  are split. The tune's length and pitches stay.
 *  @param notes of one phrase, rising in time; at least one
 *  @param beatsPerBar in quarter notes
 *  @returns the notes with their syllables; without any when `words` is empty */
export function fitLyrics(
  notes: readonly Note[],
  words: readonly SungWord[],
  { beatsPerBar }: { beatsPerBar: number },
): Note[] {
  const syllables = syllablesOf(words);
  if (syllables.length === 0) return notes.map(({ syllable: _, ...note }) => note);
  const enough = splitLongest(notes, syllables.length);
  const starts = bestStarts(
    enough.map((note) => strengthOf(note, beatsPerBar)),
    stressesOf(words),
  );
  const held: Syllable = { text: '', phones: [], isContinued: false };
  return enough.map((note, n) => {
    const s = starts.indexOf(n);
    return { ...note, syllable: s >= 0 ? syllables[s] : held };
  });
}

function splitLongest(notes: readonly Note[], count: number): Note[] {
  const split = [...notes];
  while (split.length < count) {
    const longest = split.reduce(
      (best, note, i) => (note.durationBeats > split[best].durationBeats ? i : best),
      0,
    );
    const note = split[longest];
    const half = note.durationBeats / 2;
    const { bend: _, ...plain } = note;
    split.splice(
      longest,
      1,
      { ...note, durationBeats: half },
      { ...plain, startBeat: note.startBeat + half, durationBeats: half },
    );
  }
  return split;
}

function strengthOf({ startBeat }: Note, beatsPerBar: number): number {
  const place = startBeat % beatsPerBar;
  if (place < 1e-6) return DOWNBEAT;
  return Math.abs(place - Math.round(place)) < 1e-6 ? OTHER_BEAT : OFFBEAT;
}

/** On which note each syllable starts, in order, the first on the first: the least dissatisfaction. */
function bestStarts(strengths: readonly number[], stresses: readonly number[]): number[] {
  const [count, width] = [stresses.length, strengths.length];
  const cost = Array.from({ length: count }, () => new Float64Array(width).fill(Infinity));
  const from = Array.from({ length: count }, () => new Int32Array(width));
  const badness = (s: number, n: number) => stresses[s] * (1 - strengths[n]);
  cost[0][0] = badness(0, 0);
  for (let s = 1; s < count; s++) {
    for (let n = s; n < width; n++) {
      for (let before = s - 1; before < n; before++) {
        const all = cost[s - 1][before] + HELD * (n - before - 1) + badness(s, n);
        if (all >= cost[s][n]) continue;
        cost[s][n] = all;
        from[s][n] = before;
      }
    }
  }
  const last = cost[count - 1];
  const total = last.map((value, n) => value + HELD * 0.9 * (width - 1 - n));
  const starts = [total.indexOf(Math.min(...total))];
  for (let s = count - 1; s > 0; s--) starts.unshift(from[s][starts[0]]);
  return starts;
}
