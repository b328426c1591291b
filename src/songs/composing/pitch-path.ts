import { chordTones } from '../../score/chord-symbol.js';
import type { Key } from '../../score/pitch-names.js';
import type { Chord, Score } from '../../score/score.js';
import { chordAt, isOnBeat, strengthAt } from './metre.js';
import type { Chance } from './seeds.js';
import { melodyTones, pitchClassOf } from './tones.js';

/** A note that is to get its pitch. */
export interface Onset {
  /** From the start of the piece. */
  beat: number;
  durationBeats: number;
  /** Where the phrase's shape wants it, MIDI. */
  target: number;
  /** 0 … 1: how closely it keeps to that. */
  pull: number;
}

export interface PitchPathRequest {
  onsets: readonly Onset[];
  chords: readonly Chord[];
  key: Key;
  metre: Score['metre'];
  range: { lowest: number; highest: number };
  /** 0 … 1, as `MelodyStyle` has it. */
  leaps: number;
  isBluesy: boolean;
  /** Where the phrase is to come to rest: on the chord, on the tonic, or anywhere. */
  ending: 'open' | 'chord' | 'tonic';
  /** A pitch class that had better not be doubled at a beat, if there is one: the bass's. */
  avoided?: (beat: number) => number | undefined;
  /** Scale of the chance in the search. */
  noise: number;
}

/** Costs of the search, found by ear and by counting (see `npm run eval:song`). */
const OFF_CHORD_ON_BEAT = 2.8;
const OFF_CHORD_BETWEEN = 0.5;
const CLASH_ON_LONG_NOTE = 1.5;
const OUTSIDE_SCALE = 1.6;
const DOUBLED = 0.5;
const LONG_NOTE_BEATS = 1;
const ENDING = 5;
/** By semitones, of moving from one note to the next; beyond an octave never. */
const INTERVAL_COSTS = [0.75, 0.1, 0, 0.45, 0.6, 0.9, 2.4, 1.1, 2, 2.2, 3.2, 4.5, 3];

/** The pitches of a phrase: the cheapest path through what its chords, its key, its range and its shape
 *  allow (Viterbi), with chance in every cost.
 *  @returns MIDI, one for each onset */
export function findPitches(request: PitchPathRequest, chance: Chance): number[] {
  const { onsets, range } = request;
  if (onsets.length === 0) return [];
  const width = range.highest - range.lowest + 1;
  let costs = new Float64Array(width);
  const from: Int32Array[] = [];
  onsets.forEach((_, n) => {
    const local = localCosts(request, n, chance);
    const next = new Float64Array(width).fill(Infinity);
    const origin = new Int32Array(width);
    for (let p = 0; p < width; p++) {
      if (local[p] === Infinity) continue;
      if (n === 0) next[p] = local[p];
      else relax(p, { costs, local, next, origin, leaps: request.leaps });
    }
    costs = next;
    from.push(origin);
  });
  return backtrack(costs, from).map((p) => p + range.lowest);
}

interface Relaxation {
  costs: Float64Array;
  local: Float64Array;
  next: Float64Array;
  origin: Int32Array;
  leaps: number;
}

/** The best way to come to `p`. */
function relax(p: number, { costs, local, next, origin, leaps }: Relaxation): void {
  const reach = INTERVAL_COSTS.length - 1;
  const highest = Math.min(costs.length - 1, p + reach);
  for (let before = Math.max(0, p - reach); before <= highest; before++) {
    const distance = Math.abs(p - before);
    const step = INTERVAL_COSTS[distance] * (distance > 2 ? 1.35 - leaps : 1);
    const cost = costs[before] + step + local[p];
    if (cost < next[p]) {
      next[p] = cost;
      origin[p] = before;
    }
  }
}

function backtrack(costs: Float64Array, from: readonly Int32Array[]): number[] {
  let best = 0;
  costs.forEach((cost, p) => {
    if (cost < costs[best]) best = p;
  });
  const path: number[] = [];
  for (let n = from.length - 1; n >= 0; n--) {
    path.unshift(best);
    best = from[n][best];
  }
  return path;
}

/** What each pitch of the range costs as note `n`. */
function localCosts(request: PitchPathRequest, n: number, chance: Chance): Float64Array {
  const { onsets, chords, key, range, noise, isBluesy, avoided } = request;
  const onset = onsets[n];
  const chord = chordAt(chords, onset.beat);
  const tones = chordTones(chord);
  const allowed = melodyTones(chord, key);
  const blue = [3, 6, 10].map((step) => (key.tonic + step) % 12);
  const offChord = offChordCost(request, onset);
  const ends = n === onsets.length - 1 ? request.ending : 'open';
  const doubled = avoided?.(onset.beat);
  const costs = new Float64Array(range.highest - range.lowest + 1);
  for (let p = 0; p < costs.length; p++) {
    const pitch = range.lowest + p;
    const pitchClass = pitchClassOf(pitch);
    const isChordTone = tones.includes(pitchClass);
    const isBlue = isBluesy && blue.includes(pitchClass);
    if (!allowed.has(pitchClass) && !isBlue) {
      costs[p] = Infinity;
      continue;
    }
    let cost = onset.pull * 0.3 * Math.abs(pitch - onset.target);
    if (!isChordTone) cost += offChord;
    if (!isChordTone && onset.durationBeats >= LONG_NOTE_BEATS && clashes(pitchClass, tones))
      cost += CLASH_ON_LONG_NOTE;
    if (!allowed.has(pitchClass)) cost += OUTSIDE_SCALE;
    if (pitchClass === doubled) cost += DOUBLED;
    if (ends === 'chord' && !tones.slice(0, 3).includes(pitchClass)) cost += ENDING;
    if (ends === 'tonic' && pitchClass !== key.tonic) cost += ENDING;
    costs[p] = cost - noise * chance.gumbel();
  }
  return costs;
}

function offChordCost({ metre }: PitchPathRequest, { beat }: Onset): number {
  if (!isOnBeat(beat, metre)) return OFF_CHORD_BETWEEN;
  return OFF_CHORD_ON_BEAT * strengthAt(beat, metre);
}

/** A semitone above a tone of the chord. */
function clashes(pitchClass: number, tones: readonly number[]): boolean {
  return tones.includes((pitchClass + 11) % 12);
}
