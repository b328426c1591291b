import type { Chord, Note } from '../../score/score.js';
import { beatsPerBar } from '../../score/score-time.js';
import { fitToBar, readFigure } from './figures.js';
import { loudnessIn } from './loudness.js';
import { chordAt } from './metre.js';
import type { PartRequest } from './part-request.js';
import { Chance, seedOf } from './seeds.js';
import { intoRange } from './tones.js';
import { voiceChord } from './voicing.js';

const STEP_BEATS = 0.25;
const GATE = 0.95;
/** A struck chord that isn't held is short. */
const SHORT_BEATS = 0.22;
const USUAL_VELOCITY = 0.62;
const ACCENTS: Readonly<Record<string, number>> = { X: 0.14, x: 0, o: -0.16 };
/** How readily a bar at the end of a phrase takes another of the style's figures. */
const OTHER_FIGURE_CHANCE = 0.4;
/** How readily a single strike is left out where a section comes again. */
const THINNING_CHANCE = 0.06;

/** Chords of a section, by the part's figures: struck, broken, or held. */
export function composeChordsPart(request: PartRequest): Note[] {
  const { frame, plan, manner, part, take } = request;
  const material = new Chance(seedOf(plan.seed, frame.material, frame.take), part.id, take);
  const own = new Chance(seedOf(plan.seed, frame.name, frame.take), part.id, take, 'own');
  const figures = manner.figures.filter((figure) => figure !== 'line');
  const figure = figures.length > 0 ? material.pick(figures) : 'hold';
  if (figure === 'hold') return holdChords(request);
  const other = material.pick(figures);
  const barBeats = beatsPerBar(plan);
  const steps = Math.round(barBeats / STEP_BEATS);
  return Array.from({ length: frame.bars }, (_, bar) => {
    const isFinal = frame.isLast && bar === frame.bars - 1;
    const varies = bar % 4 === 3 && other !== 'hold' && own.happens(OTHER_FIGURE_CHANCE);
    const pattern = isFinal
      ? `X${'-'.repeat(steps - 1)}`
      : fitToBar(varies ? other : figure, { bar: steps, index: bar });
    return playBar(request, { pattern, startBeat: frame.startBeat + bar * barBeats, chance: own });
  }).flat();
}

/** One chord after the other, each as long as it lasts. */
function holdChords(request: PartRequest): Note[] {
  const { chords, frame, manner } = request;
  const velocity = loudnessIn(frame, manner.velocity ?? USUAL_VELOCITY);
  return chords.flatMap((chord) =>
    voicesOf(chord, request).map((pitch) => ({
      startBeat: chord.startBeat,
      durationBeats: chord.durationBeats * 0.99,
      pitch,
      velocity,
    })),
  );
}

function playBar(
  request: PartRequest,
  { pattern, startBeat, chance }: { pattern: string; startBeat: number; chance: Chance },
): Note[] {
  const { chords, frame, manner } = request;
  const usual = loudnessIn(frame, manner.velocity ?? USUAL_VELOCITY);
  const isBroken = /[1-6]/.test(pattern);
  return readFigure(pattern).flatMap(({ step, symbol, steps }) => {
    const beat = startBeat + step * STEP_BEATS;
    const chord = chordAt(chords, beat);
    if (step > 0 && frame.occurrence > 1 && chance.happens(THINNING_CHANCE)) return [];
    const pitches = voicesOf(chord, request);
    const end = chord.startBeat + chord.durationBeats;
    const beats = steps > 1 ? steps * STEP_BEATS * GATE : isBroken ? STEP_BEATS * 1.9 : SHORT_BEATS;
    const durationBeats = Math.max(SHORT_BEATS, Math.min(beats, end - beat));
    const velocity = Math.min(
      1,
      Math.max(0.05, usual + (ACCENTS[symbol] ?? 0) - 0.03 + 0.06 * chance.next()),
    );
    const struck = symbol in ACCENTS ? pitches : [toneOf(pitches, Number(symbol), request)];
    return struck.map((pitch) => ({ startBeat: beat, durationBeats, pitch, velocity }));
  });
}

function voicesOf(chord: Chord, { manner, range }: PartRequest): number[] {
  return voiceChord(chord, manner.voicing ?? 'triad', { centre: manner.centre, range });
}

/** The `number`th tone of a chord from below, 1 …; beyond its top an octave higher again. */
function toneOf(pitches: readonly number[], number: number, { range }: PartRequest): number {
  const octaves = Math.floor((number - 1) / pitches.length);
  return intoRange(pitches[(number - 1) % pitches.length] + 12 * octaves, range);
}
