import type { Chord } from '../../score/score.js';
import { beatsPerBar } from '../../score/score-time.js';
import type { SectionKind, SongPlan } from '../plan/song-plan.js';
import type { Progressions, Style } from '../styles/style.js';
import { Chance, seedOf } from './seeds.js';
import { chordOfDegree, isMinorMode } from './roman.js';
import type { SectionFrame } from './frame.js';

/** Which progression a kind of section takes. */
const PROGRESSION_OF: Readonly<Record<SectionKind, keyof Progressions>> = {
  ...{ intro: 'verse', verse: 'verse', 'pre-chorus': 'bridge', chorus: 'chorus', drop: 'chorus' },
  ...{ 'post-chorus': 'chorus', hook: 'chorus', bridge: 'bridge', breakdown: 'bridge' },
  ...{ build: 'chorus', solo: 'verse', outro: 'verse' },
};
/** How often the last phrase of a section borrows the minor subdominant on its way home. */
const BORROWED_CHANCE = 0.2;

/** The chords of a section: the style's progression, repeated, with a cadence at its end. Sections of
 *  one kind have one progression; later ones may borrow a chord. */
export function composeChords(plan: SongPlan, style: Style, frame: SectionFrame): Chord[] {
  const bars = barsOfSection(plan, style, frame);
  const cadence = withCadence(bars, plan, frame);
  const barBeats = beatsPerBar(plan);
  return cadence.flatMap((numerals, bar) => {
    const durationBeats = barBeats / numerals.length;
    return numerals.map((numeral, i) => ({
      startBeat: frame.startBeat + bar * barBeats + i * durationBeats,
      durationBeats,
      ...chordOfDegree(numeral, plan.key),
    }));
  });
}

/** The degrees of each bar. */
function barsOfSection({ key, seed }: SongPlan, style: Style, frame: SectionFrame): string[][] {
  const kind = PROGRESSION_OF[frame.kind];
  const choices = style.progressions[isMinorMode(key) ? 'minor' : 'major'][kind];
  const chance = new Chance(
    seedOf(seed, frame.take > 0 ? frame.name : kind, frame.take),
    'progression',
  );
  const progression = chance
    .pick(choices)
    .split('|')
    .map((bar) => bar.trim().split(/\s+/));
  return Array.from({ length: frame.bars }, (_, i) => progression[i % progression.length]);
}

/** The last section ends on the tonic; others that lead on end on the dominant, where their own last
 *  chord wouldn't lead on. */
function withCadence(bars: readonly string[][], plan: SongPlan, frame: SectionFrame): string[][] {
  const isMinor = isMinorMode(plan.key);
  const tonic = tonicOf(bars, isMinor);
  const ended = bars.map((bar) => [...bar]);
  const last = ended.length - 1;
  if (frame.isLast) {
    if (last > 0)
      ended[last - 1] = [
        isMinor || plan.key.mode === 'major' ? dominantOf(bars) : ended[last - 1][0],
      ];
    ended[last] = [tonic];
    return ended;
  }
  const chance = new Chance(seedOf(plan.seed, frame.name, frame.take), 'cadence');
  const isMajor = plan.key.mode === 'major';
  if (isMajor && frame.occurrence > 1 && last >= 3 && chance.happens(BORROWED_CHANCE)) {
    ended[last - 1] = ['IV', 'iv'];
  }
  if (
    /^(verse|pre-chorus|build|bridge)$/.test(frame.kind) &&
    isTonic(ended[last].at(-1)) &&
    last >= 3
  ) {
    if (chance.happens(0.6)) ended[last] = [dominantOf(bars)];
  }
  return ended;
}

function isTonic(numeral: string | undefined): boolean {
  return /^i(?![iv])/i.test(numeral ?? '') && !numeral?.includes('/');
}

/** The tonic as this progression writes it: `Imaj7`, `i9`, `I7`. */
function tonicOf(bars: readonly string[][], isMinor: boolean): string {
  return bars.flat().find((numeral) => isTonic(numeral)) ?? (isMinor ? 'i' : 'I');
}

/** The dominant, with a seventh where the style has sevenths. */
function dominantOf(bars: readonly string[][]): string {
  const own = bars.flat().find((numeral) => /^V(?![Ii])/.test(numeral) && !numeral.includes('/'));
  if (own && !own.includes('sus')) return own;
  return bars.flat().some((numeral) => /7|9|13/.test(numeral)) ? 'V7' : 'V';
}
