import type { Score } from '../../score/score.js';
import { strengthAt } from './metre.js';
import type { Chance } from './seeds.js';

/** What a rhythm is wanted for. Beats are relative to the piece, so that bars are known. */
export interface RhythmRequest {
  startBeat: number;
  /** Where the last note may begin at the latest. */
  windowBeats: number;
  /** How much each note wants a strong beat, 0 … 1: one for each note. */
  stresses: readonly number[];
  metre: Score['metre'];
  /** The finest step, in beats. */
  grid: number;
  /** 0 … 1. */
  syncopation: number;
  /** Onsets that this rhythm should recall, beats from `startBeat`. */
  recalled?: readonly number[];
}

/** Weights of the search, found by ear. */
const STRESS_WEIGHT = 2.2;
const SPACING_WEIGHT = 1.1;
const RECALL_BONUS = 1.2;
const NOISE = 0.35;
/** The first note comes this late at most, as a share of the window. */
const LATEST_START = 0.35;
const FINEST_GRIDS = [0.5, 0.25, 0.125, 0.0625];
/** A grid is fine enough where notes take no more than this share of it. */
const FULLEST = 0.75;

/** Where notes begin: the best placing of all of `stresses` on the grid, stressed ones on strong beats,
 *  evenly spread otherwise, with a little chance (dynamic programming).
 *  @returns beats from `startBeat`, rising, one for each of `stresses` */
export function placeOnsets(request: RhythmRequest, chance: Chance): number[] {
  const { stresses, windowBeats } = request;
  const count = stresses.length;
  if (count === 0) return [];
  const grid = fineEnough(request.grid, windowBeats, count);
  const steps = Math.max(count, Math.floor(windowBeats / grid + 1e-6) + 1);
  const fits = fitTable(request, { grid, steps, chance });
  const spacing = windowBeats / Math.max(1, count) / grid;
  const cost = Array.from({ length: count }, () => new Float64Array(steps).fill(-Infinity));
  const from = Array.from({ length: count }, () => new Int32Array(steps).fill(-1));
  const latest = Math.max(0, Math.min(Math.floor(steps * LATEST_START), steps - count));
  for (let s = 0; s <= latest; s++) cost[0][s] = fits[0][s] - 0.4 * (s * grid);
  for (let n = 1; n < count; n++) {
    for (let s = n; s <= steps - count + n; s++) {
      for (let before = n - 1; before < s; before++) {
        const gap = Math.log((s - before) / spacing);
        const score = cost[n - 1][before] + fits[n][s] - SPACING_WEIGHT * gap * gap;
        if (score > cost[n][s]) {
          cost[n][s] = score;
          from[n][s] = before;
        }
      }
    }
  }
  return trace(cost, from).map((step) => step * grid);
}

function fineEnough(grid: number, windowBeats: number, count: number): number {
  const grids = FINEST_GRIDS.filter((each) => each <= grid);
  return grids.find((each) => count <= FULLEST * (windowBeats / each + 1)) ?? 0.0625;
}

/** How well each note fits each step. */
function fitTable(
  { startBeat, stresses, metre, syncopation, recalled = [] }: RhythmRequest,
  { grid, steps, chance }: { grid: number; steps: number; chance: Chance },
): Float64Array[] {
  const strengths = Array.from({ length: steps }, (_, s) => {
    const strength = strengthAt(startBeat + s * grid, metre);
    return strength >= 0.6 ? strength : strength + 0.45 * syncopation;
  });
  const recall = strengths.map((_, s) =>
    recalled.some((onset) => Math.abs(onset - s * grid) < 1e-3) ? RECALL_BONUS : 0,
  );
  return stresses.map((stress) =>
    Float64Array.from(
      strengths,
      (strength, s) =>
        STRESS_WEIGHT * (0.3 + stress) * strength -
        (1 - stress) * 0.5 * strength +
        recall[s] +
        NOISE * chance.gumbel(),
    ),
  );
}

/** The best path backwards. */
function trace(cost: readonly Float64Array[], from: readonly Int32Array[]): number[] {
  const path: number[] = [];
  let step = 0;
  const last = cost[cost.length - 1];
  last.forEach((score, s) => {
    if (score > last[step]) step = s;
  });
  for (let n = cost.length - 1; n >= 0; n--) {
    path.unshift(step);
    step = from[n][step];
  }
  return path;
}
