import type { PitchCandidate } from './pyin.js';

/** Log-probability of staying in, or changing between, sounding and silence, per frame: even
 *  syllables of 60 ms are worth two changes (at Mauch & Dixon's 0.99 and 0.01 they aren't). */
const STAY = Math.log(0.9);
const SWITCH = Math.log(0.1);
/** Cost per octave of moving between two frames (a fast slide moves 0.1 octave in 10 ms) … */
const GLIDE_COST_PER_OCTAVE = 20;
/** … and the most that a move costs: a true leap takes one frame. */
const LEAP_COST = 9;
/** Keeps impossible events finite. */
const FLOOR = 1e-4;

/** A frame of the chosen path. */
export interface PathPoint {
  /** 0 where unvoiced. */
  hz: number;
  /** Probability of voicing by the frame alone, 0…1. */
  voicing: number;
}

/** The most probable course of pitch through the candidates of successive frames (Viterbi). States
 *  of a frame are its candidates and, last, "unvoiced". */
export class PitchPath {
  readonly #frames: Frame[] = [];

  push(candidates: PitchCandidate[]): void {
    const voicing = candidates.reduce((sum, { probability }) => sum + probability, 0);
    const frame: Frame = {
      octaves: Float64Array.from(candidates, ({ hz }) => Math.log2(hz)),
      voicing: Math.min(1, voicing),
      scores: new Float64Array(candidates.length + 1),
      from: new Uint8Array(candidates.length + 1),
    };
    candidates.forEach(({ probability }, i) => {
      frame.scores[i] = Math.log(Math.max(FLOOR, probability));
    });
    frame.scores[candidates.length] = Math.log(Math.max(FLOOR, 1 - voicing));
    const previous = this.#frames.at(-1);
    if (previous) advance(previous, frame);
    this.#frames.push(frame);
  }

  /** The best path through all frames pushed so far. */
  finish(): PathPoint[] {
    const path: PathPoint[] = [];
    let state = indexOfMax(this.#frames.at(-1)?.scores ?? new Float64Array(1));
    for (let t = this.#frames.length - 1; t >= 0; t--) {
      const { octaves, voicing, from } = this.#frames[t];
      path.push({ hz: state < octaves.length ? 2 ** octaves[state] : 0, voicing });
      state = from[state];
    }
    return path.reverse();
  }
}

interface Frame {
  /** log2 Hz of each candidate. */
  octaves: Float64Array;
  voicing: number;
  /** Best log-probability of a path that ends in each state. */
  scores: Float64Array;
  /** The previous frame's state on that path. */
  from: Uint8Array;
}

/** Adds to each state of `frame` the best way to reach it from `previous`. */
function advance(previous: Frame, frame: Frame): void {
  for (let state = 0; state < frame.scores.length; state++) {
    let best = -Infinity;
    for (let before = 0; before < previous.scores.length; before++) {
      const score = previous.scores[before] + transition(previous, before, frame, state);
      if (score <= best) continue;
      best = score;
      frame.from[state] = before;
    }
    frame.scores[state] += best;
  }
}

function transition(previous: Frame, before: number, frame: Frame, state: number): number {
  const wasVoiced = before < previous.octaves.length;
  const isVoiced = state < frame.octaves.length;
  if (wasVoiced !== isVoiced) return SWITCH;
  if (!isVoiced) return STAY;
  const octaves = Math.abs(frame.octaves[state] - previous.octaves[before]);
  return STAY - Math.min(LEAP_COST, GLIDE_COST_PER_OCTAVE * octaves);
}

function indexOfMax(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
