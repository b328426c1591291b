import type { Note } from '../../score/score.js';
import { beatsPerBar } from '../../score/score-time.js';
import { DRUM_KEYS, type DrumPattern, type DrumVoice, type Style } from '../styles/style.js';
import { fitToBar } from './figures.js';
import { loudnessIn } from './loudness.js';
import type { PartRequest } from './part-request.js';
import { Chance, seedOf } from './seeds.js';

const STEP_BEATS = 0.25;
const VELOCITIES: Readonly<Record<string, number>> = { X: 0.95, x: 0.78, o: 0.5, '-': 0.28 };
/** Below the first level little is going on, above the second much. */
const LEVELS = [0.45, 0.75] as const;
const FILL_CHANCE = 0.85;
/** In the middle of a section. */
const SMALL_FILL_CHANCE = 0.25;
const GHOST_CHANCE = 0.05;
const CRASH_FROM_ENERGY = 0.6;

/** The drums of a section: the style's pattern for its energy, fills where sections meet, ghost notes
 *  by chance, and rolls that rise in a build. */
export function composeDrums(request: PartRequest): Note[] {
  const { frame, plan, style } = request;
  const drums = style.drums ?? PLAIN_DRUMS;
  const { part, take } = request;
  const material = new Chance(seedOf(plan.seed, frame.material, frame.take), part.id, take);
  const own = new Chance(seedOf(plan.seed, frame.name, frame.take), part.id, take, 'own');
  const pattern = material.pick(drums.patterns[levelOf(frame.energy)]);
  const barBeats = beatsPerBar(plan);
  return Array.from({ length: frame.bars }, (_, bar) => {
    const startBeat = frame.startBeat + bar * barBeats;
    const barPattern = choosePattern(request, { pattern, drums, bar, chance: own });
    return playBar(request, { pattern: barPattern, startBeat, bar, chance: own });
  }).flat();
}

/** What drums play in a style that has none, when they are asked for. */
const PLAIN_DRUMS: NonNullable<Style['drums']> = {
  kit: 'brush-kit',
  patterns: {
    low: [{ kick: 'o...............', shaker: 'o...o...o...o...' }],
    mid: [{ kick: 'x.......o.......', rim: '....o.......o...', shaker: 'o.o.o.o.o.o.o.o.' }],
    high: [{ kick: 'x.......x.......', snare: '....o.......o...', ride: 'x.o.x.o.x.o.x.o.' }],
  },
  fills: [{ kick: 'x.......x.......', floorTom: '........o.o.oooo' }],
  hasCrash: false,
};

function levelOf(energy: number): 'low' | 'mid' | 'high' {
  if (energy < LEVELS[0]) return 'low';
  return energy < LEVELS[1] ? 'mid' : 'high';
}

function choosePattern(
  { frame, plan }: PartRequest,
  {
    pattern,
    drums,
    bar,
    chance,
  }: { pattern: DrumPattern; drums: NonNullable<Style['drums']>; bar: number; chance: Chance },
): DrumPattern {
  const isFinal = frame.isLast && bar === frame.bars - 1;
  if (isFinal) return { kick: 'X', ...(drums.hasCrash ? { crash: 'X' } : { ride: 'x' }) };
  if (frame.kind === 'build') return buildPattern(bar / frame.bars, pattern);
  const isLastBar = bar === frame.bars - 1;
  const isMiddle = frame.bars >= 8 && bar === frame.bars / 2 - 1;
  const fills = isLastBar
    ? chance.happens(FILL_CHANCE)
    : isMiddle && chance.happens(SMALL_FILL_CHANCE);
  if (fills && frame.energy >= LEVELS[0] - 0.1) return chance.pick(drums.fills);
  const begins = bar === 0 && frame.startBeat > 0 && frame.energy >= CRASH_FROM_ENERGY;
  return begins && drums.hasCrash
    ? { ...pattern, crash: crashFor(plan.metre.beatsPerBar) }
    : pattern;
}

function crashFor(beats: number): string {
  return `X${'.'.repeat(4 * beats - 1)}`;
}

/** A roll that becomes denser: quarters, eighths, sixteenths. */
function buildPattern(share: number, { kick }: DrumPattern): DrumPattern {
  const snare =
    share < 0.4 ? 'x...x...x...x...' : share < 0.75 ? 'x.x.x.x.x.x.x.x.' : 'xxxxxxxxxxxxxxXX';
  return { ...(share < 0.75 && { kick: kick ?? 'x...x...x...x...' }), snare };
}

function playBar(
  request: PartRequest,
  {
    pattern,
    startBeat,
    bar,
    chance,
  }: { pattern: DrumPattern; startBeat: number; bar: number; chance: Chance },
): Note[] {
  const { plan, frame } = request;
  const steps = Math.round(beatsPerBar(plan) / STEP_BEATS);
  const notes: Note[] = [];
  for (const [voice, text] of Object.entries(pattern) as [DrumVoice, string][]) {
    const line =
      text.length === 1 ? text + '.'.repeat(steps - 1) : fitToBar(text, { bar: steps, index: bar });
    [...line].forEach((symbol, step) => {
      const isGhost =
        symbol === '.' &&
        voice === 'snare' &&
        step % 2 === 1 &&
        chance.happens(GHOST_CHANCE * frame.energy);
      const velocity = isGhost ? VELOCITIES['-'] : VELOCITIES[symbol];
      if (velocity === undefined) return;
      notes.push({
        startBeat: startBeat + step * STEP_BEATS,
        durationBeats: STEP_BEATS,
        pitch: DRUM_KEYS[voice],
        velocity: loudnessIn(frame, velocity) * (0.96 + 0.04 * chance.next()),
      });
    });
  }
  return notes;
}
