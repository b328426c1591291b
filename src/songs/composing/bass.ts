import { chordTones } from '../../score/chord-symbol.js';
import { scaleOf } from '../../score/pitch-names.js';
import type { Chord, Note } from '../../score/score.js';
import { beatsPerBar } from '../../score/score-time.js';
import { fitToBar, readFigure } from './figures.js';
import { loudnessIn } from './loudness.js';
import { chordAt, strengthAt } from './metre.js';
import type { PartRequest } from './part-request.js';
import { Chance, seedOf } from './seeds.js';
import { intoRange, nearestPitch, pitchClassOf } from './tones.js';

const STEP_BEATS = 0.25;
/** Share of a step that a note which isn't held sounds. */
const GATE = 0.92;
const GHOST = { velocity: 0.35, beats: 0.12 };
const USUAL_VELOCITY = 0.78;
/** How readily the second half of a section's bars takes another of the style's figures. */
const OTHER_FIGURE_CHANCE = 0.25;
/** Chromatic, from below, from above: how approaches come to the next root. */
const APPROACHES = [-1, 1, -2];

/** The bass of a section, by its figures; walking where the style walks. */
export function composeBass(request: PartRequest): Note[] {
  const { frame, plan, manner, take, part } = request;
  const material = new Chance(seedOf(plan.seed, frame.material, frame.take), part.id, take);
  const own = new Chance(seedOf(plan.seed, frame.name, frame.take), part.id, take, 'own');
  const figure = material.pick(manner.figures);
  if (figure === 'walk') return walk(request, own);
  const other = material.pick(manner.figures);
  const barBeats = beatsPerBar(plan);
  return Array.from({ length: frame.bars }, (_, bar) => {
    const isFinal = frame.isLast && bar === frame.bars - 1;
    const varies = bar % 4 === 3 && own.happens(OTHER_FIGURE_CHANCE);
    const steps = Math.round(barBeats / STEP_BEATS);
    const pattern = isFinal
      ? `1${'-'.repeat(steps - 1)}`
      : fitToBar(varies ? other : figure, { bar: steps, index: bar });
    return playBar(request, { pattern, startBeat: frame.startBeat + bar * barBeats, chance: own });
  }).flat();
}

function playBar(
  request: PartRequest,
  { pattern, startBeat, chance }: { pattern: string; startBeat: number; chance: Chance },
): Note[] {
  const { chords, frame, manner } = request;
  const velocity = loudnessIn(frame, manner.velocity ?? USUAL_VELOCITY);
  return readFigure(pattern).flatMap(({ step, symbol, steps }) => {
    const beat = startBeat + step * STEP_BEATS;
    const changes = chordChangeWithin(chords, beat, steps * STEP_BEATS);
    const note = playSymbol(symbol, request, { beat, chance });
    const accent = strengthAt(beat, request.plan.metre) >= 0.99 ? 0.08 : 0;
    const first = {
      startBeat: beat,
      durationBeats:
        symbol === 'g'
          ? GHOST.beats
          : (changes ? changes.startBeat - beat : steps * STEP_BEATS) * GATE,
      pitch: note,
      velocity: symbol === 'g' ? GHOST.velocity : Math.min(1, velocity + accent),
    };
    if (!changes || symbol === 'g') return [first];
    // A held note goes on with the new chord.
    const rest = beat + steps * STEP_BEATS - changes.startBeat;
    const pitch = bassPitch(changes.bass ?? changes.root, request);
    return [first, { ...first, startBeat: changes.startBeat, durationBeats: rest * GATE, pitch }];
  });
}

function chordChangeWithin(
  chords: readonly Chord[],
  beat: number,
  beats: number,
): Chord | undefined {
  return chords.find(({ startBeat }) => startBeat > beat + 1e-6 && startBeat < beat + beats - 1e-6);
}

function playSymbol(
  symbol: string,
  request: PartRequest,
  { beat, chance }: { beat: number; chance: Chance },
): number {
  const { chords, plan } = request;
  const chord = chordAt(chords, beat);
  const root = bassPitch(chord.bass ?? chord.root, request);
  if (symbol === 'a') {
    const next = chordAt(chords, beat + 1);
    const target = bassPitch(next.bass ?? next.root, request);
    if (next === chord) return intoRange(root + 7, request.range);
    const scale = scaleOf(plan.key);
    const approach = chance.pick(APPROACHES);
    const inScale = [approach, -2, 2, -1].find((step) =>
      scale.includes(pitchClassOf(target + step)),
    );
    return intoRange(target + (inScale ?? approach), request.range);
  }
  return intoRange(root + intervalOf(symbol, chord, scaleOf(plan.key)), request.range);
}

/** Semitones above the root. */
function intervalOf(symbol: string, chord: Chord, scale: readonly number[]): number {
  const tones = chordTones(chord).map((tone) => (tone - chord.root + 12) % 12);
  const third = tones[1] ?? 7;
  const fifth = tones[2] ?? 7;
  const sixth = [9, 8].find((step) => scale.includes((chord.root + step) % 12)) ?? 9;
  const seventh =
    tones[3] ?? [10, 11].find((step) => scale.includes((chord.root + step) % 12)) ?? 10;
  const known: Readonly<Record<string, number>> = {
    ...{ 1: 0, g: 0, 3: third, 5: fifth, 6: sixth, 7: seventh, 8: 12 },
  };
  return known[symbol] ?? 0;
}

function bassPitch(pitchClass: number, { manner, range }: PartRequest): number {
  return intoRange(nearestPitch(pitchClass, manner.centre), range);
}

/** A note on every beat: the root where a chord begins, chord and scale between, and a step to the next
 *  root before it. */
function walk(request: PartRequest, chance: Chance): Note[] {
  const { frame, plan, manner, chords } = request;
  const velocity = loudnessIn(frame, manner.velocity ?? USUAL_VELOCITY);
  const barBeats = beatsPerBar(plan);
  const notes: Note[] = [];
  let before = bassPitch(chords[0].root, request);
  const end = frame.startBeat + frame.durationBeats - (frame.isLast ? barBeats : 0);
  for (let beat = frame.startBeat; beat < end - 1e-6; beat++) {
    const chord = chordAt(chords, beat);
    const pitch = walkingPitch(request, { beat, before, chord, chance });
    notes.push({
      startBeat: beat,
      durationBeats: 0.95,
      pitch,
      velocity: velocity - 0.04 + 0.08 * chance.next(),
    });
    before = pitch;
  }
  if (!frame.isLast) return notes;
  const pitch = bassPitch(chordAt(chords, end).root, request);
  return [...notes, { startBeat: end, durationBeats: barBeats * GATE, pitch, velocity }];
}

function walkingPitch(
  request: PartRequest,
  { beat, before, chord, chance }: { beat: number; before: number; chord: Chord; chance: Chance },
): number {
  const { chords, plan, manner, range } = request;
  if (Math.abs(beat - chord.startBeat) < 1e-6) {
    return intoRange(nearestPitch(chord.root, (before + manner.centre) / 2), range);
  }
  const next = chordAt(chords, beat + 1);
  if (next !== chord) {
    const target = nearestPitch(next.root, (before + manner.centre) / 2);
    return intoRange(target + (chance.happens(0.5) ? 1 : -1), range);
  }
  const tones = new Set([...chordTones(chord), ...scaleOf(plan.key)]);
  const isTone = (pitch: number) => chordTones(chord).includes(pitchClassOf(pitch));
  const steps = [-4, -3, -2, -1, 1, 2, 3, 4].filter((step) =>
    tones.has(pitchClassOf(before + step)),
  );
  const inside = steps.filter((step) => Math.abs(before + step - manner.centre) <= 9);
  const choices = (inside.length > 0 ? inside : steps).flatMap((step) =>
    isTone(before + step) ? [step, step] : [step],
  );
  return intoRange(before + chance.pick(choices), range);
}
