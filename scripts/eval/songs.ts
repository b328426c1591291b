import { makeSong } from '../../src/songs/make-song.js';
import { styles } from '../../src/songs/styles/index.js';
import { keyName } from '../../src/score/pitch-names.js';
import {
  endsOnTonic,
  likeness,
  melodyFacts,
  melodyOf,
  melodyShape,
  sectionNotes,
} from '../../test/songs/support/theory.js';
import { PROMPTS } from '../../test/songs/support/prompts.js';

/** Counts what composed songs keep to, over many seeds and all styles, and how many of 60 prompts are
 *  understood. Run: npm run eval:song [-- SEEDS] */

const seeds = Number(process.argv[2] ?? 200);

countTheory();
countAdherence();

function countTheory(): void {
  const songs = Array.from({ length: seeds }, (_, seed) => {
    const style = styles[seed % styles.length];
    return makeSong(style.name, { seed, isInstrumental: seed % 2 === 0 }).song.score;
  });
  const facts = songs.map(melodyFacts);
  const sum = (count: (fact: (typeof facts)[number]) => number) =>
    facts.reduce((total, fact) => total + count(fact), 0);
  const shapes = songs.map((score) => melodyShape(melodyOf(score)).join(' '));
  const alike = songs.flatMap((score) => {
    const verses = score.sections.flatMap(({ kind }, i) => (kind === 'verse' ? [i] : []));
    const lead = melodyOf(score);
    const [first, second] = verses.map((i) => sectionNotes(score, lead, i));
    return second ? [likeness(first, second)] : [];
  });
  print(`${seeds} songs`, '');
  print(
    'melody on strong beats in the chord',
    share(
      sum((f) => f.onBeatInChord),
      sum((f) => f.onBeat),
    ),
  );
  print(
    'songs with 85 % of it',
    share(facts.filter((f) => f.onBeatInChord >= 0.85 * f.onBeat).length, seeds),
  );
  print(
    'leaps beyond an octave',
    share(
      sum((f) => f.leapsBeyondOctave),
      sum((f) => f.intervals),
    ),
  );
  print(
    'songs with more than 3 notes parallel to the bass',
    share(facts.filter((f) => f.longestParallel > 3).length, seeds),
  );
  print('songs that end on the tonic', share(songs.filter(endsOnTonic).length, seeds));
  print('melodies that are unique', share(new Set(shapes).size, seeds));
  print('likeness of first and second verse (median)', median(alike).toFixed(2));
  print(
    'second verses that are exact copies',
    share(alike.filter((each) => each === 1).length, alike.length),
  );
}

function countAdherence(): void {
  const misses: string[] = [];
  const counts = new Map<string, { right: number; all: number }>();
  const note = (what: string, isRight: boolean, prompt: string) => {
    const count = counts.get(what) ?? { right: 0, all: 0 };
    counts.set(what, { right: count.right + Number(isRight), all: count.all + 1 });
    if (!isRight) misses.push(`${what}: ${prompt}`);
  };
  for (const { prompt, expected } of PROMPTS) {
    const { plan, score } = makeSong(prompt, { seed: 1, durationSeconds: 60 }).song;
    const heard = score.parts
      .filter(({ notes }) => notes.length > 0)
      .map(({ instrument }) => instrument);
    if (expected.bpm) note('tempo', score.bpm === expected.bpm, prompt);
    if (expected.key) note('key', keyName(score.key) === expected.key, prompt);
    if (expected.style) note('style', plan.style === expected.style, prompt);
    if (expected.vocal) note('voice', plan.vocal === expected.vocal, prompt);
    for (const instrument of expected.instruments ?? [])
      note('instruments', heard.includes(instrument), prompt);
  }
  for (const [what, { right, all }] of counts) print(`prompts: ${what}`, `${right} of ${all}`);
  for (const miss of misses) print('  missed', miss);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
}

function print(what: string, value: string): void {
  console.log(`${what.padEnd(52)}${value}`);
}
