import { midiOfHz } from '../pitch-numbers.js';
import type { HeardHum } from './hear-hum.js';

/** A note as it was sung: frames [from, to) of the hum. */
export interface SungNote {
  from: number;
  to: number;
  /** MIDI number, fractional: where the voice stays. */
  pitch: number;
}

/** Levels that notes may lie at: a quarter of a semitone apart. */
const STEPS_PER_SEMITONE = 4;
/** How far a voice strays from its note: the spread of a normal distribution … */
const PITCH_SPREAD = 0.4;
/** … whose −log probability grows no further than this (slides, cracks). */
const LARGEST_MISS = 5;
/** Neighbouring frames err alike: so many of them say as much as one. */
const FRAMES_PER_OBSERVATION = 7;
/** −log probabilities: of a new note right after another, of silence after a note, of a note after silence,
 *  and of a frame that has a pitch where it shouldn't or none where it should. */
const NEW_NOTE = 3.2;
const NOTE_ENDS = 2.2;
const AFTER_SILENCE = 1;
const WRONG_VOICING = 0.35;
/** A rise of the spectrum by more than this speaks for a new note, dB (vibrato makes up to 2) … */
const LEAST_NOVELTY_DB = 2.5;
/** … by so much per dB, and not by more than that. */
const PER_NOVELTY_DB = 1;
const MOST_FOR_NOVELTY = 5;
/** A note's pitch moves so many frames before or after its syllable begins. */
const SYLLABLE_FRAMES = 4;
/** Nobody sings shorter notes. */
const SHORTEST_FRAMES = 7;
/** Vibrato is averaged over most of its period: what is heard is its middle. */
const SMOOTHED_FRAMES = 11;

/** Slides into a note, from this near, at most this long, moving at least this much. */
const WIDEST_SCOOP_SEMITONES = 2.5;
const LONGEST_SCOOP_FRAMES = 15;
const LEAST_SLIDE_SEMITONES = 0.2;
/** A voice sets in where it is this much softer than once it has settled, at most so long before its pitch
 *  can be told. */
const ATTACK_DB = 12;
const SETTLED_FRAMES = 4;
const LONGEST_ATTACK_FRAMES = 5;

/** Divides a hum into notes: the most probable course (Viterbi) through states of one pitch each, and
 *  silence. Pitch that moves and stays, pauses, and syllables speak for a new note. */
export function segmentNotes(hum: HeardHum): SungNote[] {
  const pitches = smoothedPitches(hum.f0Hz);
  const grid = pitchGrid(pitches);
  if (grid.count === 0) return [];
  const evidence = syllables(hum.novelty);
  const stretches = joinScoops(notesOf(bestCourse(pitches, evidence, grid)), pitches, evidence);
  return stretches
    .filter(({ from, to }) => to - from >= SHORTEST_FRAMES)
    .map(({ from, to }) => ({ from, to, pitch: stayingPitch(pitches, { from, to }) }))
    .filter(({ pitch }) => pitch > 0)
    .map((note, n, notes) => ({
      ...note,
      from: beginningOf(note.from, notes[n - 1]?.to ?? 0, hum),
    }));
}

/** MIDI numbers, averaged within what is sung in one go; 0 without a pitch. */
function smoothedPitches(f0Hz: Float32Array): Float32Array {
  const half = Math.floor(SMOOTHED_FRAMES / 2);
  return Float32Array.from(f0Hz, (hz, t) => {
    if (hz <= 0) return 0;
    const own = midiOfHz(hz);
    let [sum, count] = [own, 1];
    for (const step of [-1, 1]) {
      for (let n = 1; n <= half; n++) {
        const other = f0Hz[t + step * n] ?? 0;
        if (other <= 0) break;
        sum += midiOfHz(other);
        count++;
      }
    }
    return sum / count;
  });
}

interface PitchGrid {
  lowest: number;
  count: number;
}

function pitchGrid(pitches: Float32Array): PitchGrid {
  const voiced = pitches.filter((pitch) => pitch > 0);
  if (voiced.length === 0) return { lowest: 0, count: 0 };
  const lowest = Math.floor(voiced.reduce((low, pitch) => Math.min(low, pitch)));
  const highest = Math.ceil(voiced.reduce((high, pitch) => Math.max(high, pitch)));
  return { lowest, count: (highest - lowest) * STEPS_PER_SEMITONE + 1 };
}

/** What speaks for a new note at each frame, as −log probability saved. */
interface Syllables {
  /** At the moment when the spectrum rises most. */
  here: Float32Array;
  /** Around it. */
  near: Float32Array;
}

function syllables(novelty: Float32Array): Syllables {
  const here = novelty.map((rise, t) => {
    const around = novelty.subarray(Math.max(0, t - SYLLABLE_FRAMES), t + SYLLABLE_FRAMES + 1);
    if (rise < LEAST_NOVELTY_DB || around.some((other) => other > rise)) return 0;
    return Math.min(MOST_FOR_NOVELTY, (rise - LEAST_NOVELTY_DB) * PER_NOVELTY_DB);
  });
  const near = here.map((_, t) =>
    here
      .subarray(Math.max(0, t - SYLLABLE_FRAMES), t + SYLLABLE_FRAMES + 1)
      .reduce((most, value) => Math.max(most, value), 0),
  );
  return { here, near };
}

const SILENCE = -1;

/** A state per frame: a place on the grid, or SILENCE; and whether a note begins there. */
interface Course {
  states: Int16Array;
  begins: Uint8Array;
}

function bestCourse(pitches: Float32Array, { here, near }: Syllables, grid: PitchGrid): Course {
  const frames = pitches.length;
  const { count } = grid;
  let costs = new Float64Array(count + 1).fill(Infinity);
  costs[count] = 0; // Silence is the last state.
  let next = new Float64Array(count + 1);
  const from = new Int16Array(frames * (count + 1));
  const begins = new Uint8Array(frames * (count + 1));
  for (let t = 0; t < frames; t++) {
    const row = t * (count + 1);
    const isVoiced = pitches[t] > 0;
    const lowest = indexOfLeast(costs.subarray(0, count));
    const afterNote = costs[lowest] + NEW_NOTE;
    const afterSilence = costs[count] + AFTER_SILENCE;
    for (let p = 0; p < count; p++) {
      const again = p === lowest ? here[t] : near[t];
      const fresh = Math.min(afterNote - again, afterSilence);
      const isFresh = fresh < costs[p];
      begins[row + p] = isFresh ? 1 : 0;
      from[row + p] = !isFresh ? p : afterNote - again < afterSilence ? lowest : count;
      next[p] =
        (isFresh ? fresh : costs[p]) + missOf(pitches[t], grid.lowest + p / STEPS_PER_SEMITONE);
    }
    const noteEnds = costs[lowest] + NOTE_ENDS;
    from[row + count] = noteEnds < costs[count] ? lowest : count;
    next[count] = Math.min(noteEnds, costs[count]) + (isVoiced ? WRONG_VOICING : 0);
    [costs, next] = [next, costs];
  }
  return traceBack(indexOfLeast(costs), { from, begins, count, frames });
}

function missOf(pitch: number, level: number): number {
  if (pitch <= 0) return WRONG_VOICING;
  const miss = (pitch - level) / PITCH_SPREAD;
  return Math.min(LARGEST_MISS, (miss * miss) / 2) / FRAMES_PER_OBSERVATION;
}

function traceBack(
  last: number,
  table: { from: Int16Array; begins: Uint8Array; count: number; frames: number },
): Course {
  const { count, frames } = table;
  const course = { states: new Int16Array(frames), begins: new Uint8Array(frames) };
  let state = last;
  for (let t = frames - 1; t >= 0; t--) {
    const at = t * (count + 1) + state;
    course.states[t] = state === count ? SILENCE : state;
    course.begins[t] = state === count ? 0 : table.begins[at];
    state = table.from[at];
  }
  return course;
}

type Stretch = Pick<SungNote, 'from' | 'to'>;

function notesOf({ states, begins }: Course): Stretch[] {
  const notes: Stretch[] = [];
  states.forEach((state, t) => {
    if (state === SILENCE) return;
    if (begins[t] || notes.length === 0) notes.push({ from: t, to: t });
    notes[notes.length - 1].to = t + 1;
  });
  return notes;
}

/** Joins what slides into a note without a syllable of its own to that note. */
function joinScoops(notes: Stretch[], pitches: Float32Array, { near }: Syllables): Stretch[] {
  const joined: Stretch[] = [];
  for (const note of notes) {
    const before = joined.at(-1);
    if (
      before &&
      before.to === note.from &&
      near[note.from] === 0 &&
      isScoop(before, note, pitches)
    ) {
      before.to = note.to;
    } else {
      joined.push({ ...note });
    }
  }
  return joined;
}

function isScoop(first: Stretch, second: Stretch, pitches: Float32Array): boolean {
  if (first.to - first.from > LONGEST_SCOOP_FRAMES) return false;
  const target = stayingPitch(pitches, second);
  const [start, end] = [pitches[first.from], pitches[first.to - 1]];
  const isNear = Math.abs(target - (start + end) / 2) < WIDEST_SCOOP_SEMITONES;
  return isNear && Math.abs(target - end) < Math.abs(target - start) - LEAST_SLIDE_SEMITONES;
}

/** Where the voice sets in: a tracker is sure of a pitch only some time later. */
function beginningOf(from: number, earliest: number, { levelDb }: HeardHum): number {
  let begins = from;
  const loud = levelDb[Math.min(levelDb.length - 1, from + SETTLED_FRAMES)];
  while (begins > Math.max(earliest, from - LONGEST_ATTACK_FRAMES)) {
    if (levelDb[begins - 1] < loud - ATTACK_DB) break;
    begins--;
  }
  return begins;
}

/** The median of the middle of a note, whose ends slide; 0 where there is no pitch. */
function stayingPitch(pitches: Float32Array, { from, to }: Stretch): number {
  const margin = Math.floor((to - from) / 6);
  const voiced = pitches.slice(from + margin, to - margin).filter((pitch) => pitch > 0);
  return voiced.length > 0 ? voiced.sort()[Math.floor(voiced.length / 2)] : 0;
}

function indexOfLeast(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[best]) best = i;
  return best;
}
