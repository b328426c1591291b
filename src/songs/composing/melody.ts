import type { Chord, Note } from '../../score/score.js';
import { beatsPerBar } from '../../score/score-time.js';
import type { SongPlan } from '../plan/song-plan.js';
import type { MelodyStyle } from '../styles/style.js';
import type { SectionFrame } from './frame.js';
import { findPitches, type Onset } from './pitch-path.js';
import { placeOnsets } from './rhythm.js';
import { Chance, seedOf } from './seeds.js';
import type { SungLine } from './sung-line.js';

export interface MelodyRequest {
  plan: SongPlan;
  frame: SectionFrame;
  chords: readonly Chord[];
  style: MelodyStyle;
  /** Names the part among the seeds. */
  part: string;
  /** How often the part was composed anew, here or everywhere. */
  take: string;
  range: { lowest: number; highest: number };
  /** What is sung, a line to a phrase; an instrument plays where absent. */
  lines?: readonly SungLine[];
  /** Loudness, 0 … 1. */
  velocity: number;
  avoided?: (beat: number) => number | undefined;
}

/** How phrases return, by their number in a section. */
const SCHEMES: Readonly<Record<number, readonly string[]>> = {
  1: ['A'],
  2: ['AA', 'AB'],
  3: ['AAB', 'ABA'],
  4: ['AABA', 'ABAB', 'AABC', 'ABAC', 'AAAB'],
};
/** Shapes of a phrase: semitones about its middle, from its beginning to its end. */
const SHAPES: readonly (readonly number[])[] = [
  [-2, 2, 4, 1, -2],
  [3, 1, -1, -3],
  [-3, -1, 2, 3],
  [2, -2, 1, -3],
  [-1, 3, -1, 2, -2],
  [0, 0, 3, 0],
];
const PHRASE_BARS = 2;
/** Choruses lie higher than verses by up to this much, semitones. */
const LIFT = 5;
const FRESH = { pull: 0.5, noise: 0.4 };
/** A phrase that returns keeps to what it recalls. */
const RECALLED = { pull: 1.6, noise: 0.3 };
/** The longest note but for a phrase's last, beats. */
const LONGEST = 2;
/** Share of a phrase that is silent at its end. */
const BREATH = 0.16;

/** A phrase as far as it can be recalled: beats from its own start. */
interface Motif {
  onsets: number[];
  pitches: number[];
}

/** The melody of a section, phrase by phrase: motifs that return and vary, a note for each syllable
 *  where somebody sings. */
export function composeMelody(request: MelodyRequest): Note[] {
  const { frame, lines } = request;
  const count = lines?.length ?? Math.max(1, Math.round(frame.bars / PHRASE_BARS));
  if (count === 0) return [];
  const letters = schemeOf(request, count);
  const motifs = new Map<string, Motif>();
  return letters.flatMap((letter, index) => {
    const phrase = new Phrase(request, { letter, index, count });
    const motif = motifs.get(letter) ?? phrase.motif();
    motifs.set(letter, motif);
    return phrase.notes(motif);
  });
}

function schemeOf({ plan, frame, part, take }: MelodyRequest, count: number): string[] {
  const chance = new Chance(seedOf(plan.seed, frame.material, frame.take), part, take, 'scheme');
  const four = chance.pick(SCHEMES[Math.min(count, 4)]);
  return Array.from({ length: count }, (_, i) => four[i % four.length]);
}

/** One phrase of a section. */
class Phrase {
  readonly #startBeat: number;
  readonly #lengthBeats: number;
  readonly #isEnd: boolean;

  constructor(
    readonly request: MelodyRequest,
    readonly place: { letter: string; index: number; count: number },
  ) {
    const { frame, plan } = request;
    const bar = beatsPerBar(plan);
    const from = Math.floor((frame.bars * place.index) / place.count);
    const to = Math.max(from + 1, Math.floor((frame.bars * (place.index + 1)) / place.count));
    const exact = frame.bars >= place.count;
    this.#startBeat =
      frame.startBeat + (exact ? from * bar : (frame.durationBeats * place.index) / place.count);
    this.#lengthBeats = exact ? (to - from) * bar : frame.durationBeats / place.count;
    this.#isEnd = place.index === place.count - 1;
  }

  /** What phrases of this letter recall: the same in all sections of this kind. */
  motif(): Motif {
    const { plan, frame, part, take } = this.request;
    const { letter } = this.place;
    const themed = themeOf(plan, letter, this.#lengthBeats);
    if (themed && /^(lead|solo)/.test(part)) return fitTheme(themed, this.request.range);
    const names = [part, take, 'motif', letter] as const;
    const chance = new Chance(seedOf(plan.seed, frame.material, frame.take), ...names);
    const onsets = this.#place(this.#stresses(chance), chance);
    const shape = chance.pick(SHAPES);
    const targets = onsets.map((onset) => this.#middle + valueAt(shape, onset / this.#lengthBeats));
    const pitches = this.#pitches(onsets, { targets, ...FRESH }, chance);
    return { onsets, pitches };
  }

  /** The phrase itself: its motif, varied where it isn't its first time. */
  notes(motif: Motif): Note[] {
    const { plan, frame, part, take, lines } = this.request;
    const { index } = this.place;
    const chance = new Chance(seedOf(plan.seed, frame.name, frame.take), part, take, index);
    const line = lines?.[index];
    const onsets = line
      ? this.#place(
          line.map(({ stress }) => stress),
          chance,
          motif.onsets,
        )
      : this.#varied(motif.onsets, chance);
    const targets = onsets.map((onset) => pitchAt(motif, onset));
    const pitches = this.#pitches(onsets, { targets, ...RECALLED }, chance);
    return this.#toNotes(onsets, pitches, line);
  }

  get #middle(): number {
    const { range, frame } = this.request;
    const middle = (range.lowest + range.highest) / 2;
    return middle + LIFT * (frame.energy - 0.6);
  }

  get #windowBeats(): number {
    return this.#lengthBeats * (1 - BREATH);
  }

  /** How many notes an instrument plays, and how much each wants a strong beat. */
  #stresses(chance: Chance): number[] {
    const { style, plan, frame, lines } = this.request;
    const line = lines?.[this.place.index];
    if (line) return line.map(({ stress }) => stress);
    const bars = this.#lengthBeats / beatsPerBar(plan);
    const liveliness = (0.7 + 0.6 * chance.next()) * (0.75 + 0.4 * frame.energy);
    const count = Math.max(2, Math.round(style.notesPerBar * bars * liveliness));
    return Array.from({ length: count }, () => 0.3 + 0.4 * chance.next());
  }

  #place(stresses: readonly number[], chance: Chance, recalled?: readonly number[]): number[] {
    const { plan, style } = this.request;
    return placeOnsets(
      {
        ...{ stresses, recalled, metre: plan.metre, grid: style.grid },
        startBeat: this.#startBeat,
        windowBeats: this.#windowBeats - Math.min(1, this.#lengthBeats / 8),
        syncopation: style.syncopation,
      },
      chance,
    );
  }

  /** The motif's rhythm; later phrases leave a weak note out or add one on the way. */
  #varied(onsets: readonly number[], chance: Chance): number[] {
    const { frame, style } = this.request;
    if (frame.occurrence === 1 && this.place.index === 0) return [...onsets];
    const varied = [...onsets];
    const at = 1 + Math.floor(chance.next() * Math.max(1, varied.length - 2));
    if (varied.length > 3 && chance.happens(0.35)) varied.splice(at, 1);
    else if (chance.happens(0.5) && varied[at + 1] - varied[at] >= 2 * style.grid) {
      varied.splice(
        at + 1,
        0,
        varied[at] + style.grid * Math.ceil((varied[at + 1] - varied[at]) / style.grid / 2),
      );
    }
    return varied;
  }

  #pitches(
    onsets: readonly number[],
    { targets, pull, noise }: { targets: readonly number[]; pull: number; noise: number },
    chance: Chance,
  ): number[] {
    const { plan, frame, chords, style, range, avoided } = this.request;
    const durations = this.#durations(onsets);
    const notes = onsets.map((onset, n): Onset => ({
      beat: this.#startBeat + onset,
      durationBeats: durations[n],
      target: targets[n],
      pull,
    }));
    const ending = this.#isEnd ? (frame.isLast ? 'tonic' : 'chord') : 'open';
    const { key, metre } = plan;
    const { leaps, isBluesy = false } = style;
    const request = {
      onsets: notes,
      chords,
      key,
      metre,
      range,
      leaps,
      isBluesy,
      ending,
      avoided,
      noise,
    } as const;
    return findPitches(request, chance);
  }

  #durations(onsets: readonly number[]): number[] {
    return onsets.map((onset, n) => {
      const next = onsets[n + 1];
      if (next !== undefined) return Math.min(next - onset, LONGEST);
      return Math.max(0.25, Math.min(this.#windowBeats - onset + 0.25, 2 * LONGEST));
    });
  }

  #toNotes(onsets: readonly number[], pitches: readonly number[], line?: SungLine): Note[] {
    const { plan, velocity } = this.request;
    const durations = this.#durations(onsets);
    return onsets.map((onset, n) => {
      const startBeat = this.#startBeat + onset;
      const accent = startBeat % beatsPerBar(plan) < 1e-6 ? 0.06 : 0;
      const syllable = line?.[n].syllable;
      return {
        startBeat,
        durationBeats: durations[n],
        pitch: pitches[n],
        velocity: Math.min(1, velocity + accent + (line?.[n].stress ?? 0) * 0.05),
        ...(syllable && { syllable }),
      };
    });
  }
}

/** Linear between equally spaced `points`. */
function valueAt(points: readonly number[], share: number): number {
  const place = Math.min(0.999, Math.max(0, share)) * (points.length - 1);
  const before = Math.floor(place);
  return points[before] + (points[before + 1] - points[before]) * (place - before);
}

/** What the motif has at a beat of it. */
function pitchAt({ onsets, pitches }: Motif, beat: number): number {
  let found = pitches[0];
  onsets.forEach((onset, n) => {
    if (onset <= beat + 1e-6) found = pitches[n];
  });
  return found;
}

/** The piece of the given theme that phrases of this letter are made on. */
function themeOf({ theme }: SongPlan, letter: string, lengthBeats: number): Motif | undefined {
  if (!theme || theme.length === 0) return undefined;
  const from = (letter.charCodeAt(0) - 65) * lengthBeats;
  const own = theme.filter(({ startBeat }) => startBeat >= from && startBeat < from + lengthBeats);
  const notes = own.length > 1 ? own : theme.filter(({ startBeat }) => startBeat < lengthBeats);
  const start = own.length > 1 ? from : 0;
  const onsets = notes.map(({ startBeat }) => Math.round((startBeat - start) * 4) / 4);
  const isFirst = (onset: number, n: number) => n === 0 || onset > onsets[n - 1];
  return {
    onsets: onsets.filter(isFirst),
    pitches: notes.filter((_, n) => isFirst(onsets[n], n)).map(({ pitch }) => pitch),
  };
}

/** By octaves to where the part lies. */
function fitTheme({ onsets, pitches }: Motif, range: { lowest: number; highest: number }): Motif {
  const mean = pitches.reduce((sum, pitch) => sum + pitch, 0) / pitches.length;
  const shift = 12 * Math.round(((range.lowest + range.highest) / 2 - mean) / 12);
  return { onsets, pitches: pitches.map((pitch) => pitch + shift) };
}
