import type { PitchCurve } from '../../dsp/pitch-curve.js';
import { seededNormal, seededRandom } from '../../dsp/random.js';
import type { SungNote } from './sung-note.js';
import type { SungSyllable, TimedPhone } from './time-phones.js';

const HOP_SECONDS = 0.005;
/** A glide lasts as long as the consonants before the beat, within these; on one vowel it is short. */
const SHORTEST_GLIDE_SECONDS = 0.06;
const LONGEST_GLIDE_SECONDS = 0.12;
const SLUR_SECONDS = 0.06;
/** Beyond the consonants it takes no more than this of the shorter note. */
const MOST_OF_A_NOTE = 0.08;
/** Glides reach their note this much after the beat. */
const ARRIVE_SECONDS = 0.005;
/** Singers come a little beyond the note and back: semitones at most, per semitone of the leap, and
 *  how fast that goes. */
const OVERSHOOT = 0.2;
const OVERSHOOT_PER_SEMITONE = 0.05;
const OVERSHOOT_SECONDS = 0.06;
/** The first note of a phrase is come at from below. */
const SCOOP = 0.4;
const SCOOP_SECONDS = 0.03;
const VIBRATO_HZ = 5.5;
/** From note to note it differs by as much. */
const VIBRATO_HZ_SPREAD = 0.3;
const VIBRATO_SEMITONES = 0.3;
/** It begins so long after the note, grows for as long, and isn't on shorter notes at all. */
const VIBRATO_DELAY_SECONDS = 0.25;
const VIBRATO_LEAST_NOTE_SECONDS = 0.5;
const VIBRATO_END_SECONDS = 0.08;
/** No voice is steady: semitones (standard deviation), and how slow. */
const WAVER_SEMITONES = 0.04;
const WAVER_SECONDS = 0.12;

interface Target extends SungNote {
  /** How long the glide to it takes, and when it is over. 0: there is none. */
  glideSeconds: number;
  arriveSeconds: number;
  /** Semitones from the note before. */
  leap: number;
}

/** The pitch that is sung: on the notes, with glides, overshoot, vibrato on long notes and the waver of
 *  a voice. Voiced throughout; what of it is heard is said by the phones.
 *  @param seconds length of the curve */
export function pitchLine(
  syllables: readonly SungSyllable[],
  phones: readonly TimedPhone[],
  { seconds, seed }: { seconds: number; seed: number },
): PitchCurve {
  const targets = targetsOf(syllables, phones);
  const f0Hz = new Float32Array(Math.ceil(seconds / HOP_SECONDS) + 1);
  if (targets.length === 0) return { hopSeconds: HOP_SECONDS, f0Hz };
  const waver = waverer(seed);
  const vibratos = vibratosOf(targets, seed);
  let n = 0;
  for (let i = 0; i < f0Hz.length; i++) {
    const at = i * HOP_SECONDS;
    while (
      n + 1 < targets.length &&
      at >= targets[n + 1].arriveSeconds - targets[n + 1].glideSeconds
    )
      n++;
    const own = targets[n];
    const age = at - own.startSeconds;
    const pitch =
      own.pitch -
      own.leap * (1 - progressOf(own, at)) +
      approachOf(own, at) +
      bendAt(own, age) +
      vibratos[n](age) +
      waver();
    f0Hz[i] = 440 * 2 ** ((pitch - 69) / 12);
  }
  return { hopSeconds: HOP_SECONDS, f0Hz };
}

function targetsOf(syllables: readonly SungSyllable[], phones: readonly TimedPhone[]): Target[] {
  const vowelStarts = new Map<number, number>();
  const soundStarts = new Map<number, number>();
  for (const { syllable, role, startSeconds } of phones) {
    if (role === 'vowel') vowelStarts.set(syllable, startSeconds);
    if (syllable >= 0 && !soundStarts.has(syllable)) soundStarts.set(syllable, startSeconds);
  }
  const targets: Target[] = [];
  syllables.forEach(({ notes }, s) => {
    notes.forEach((note, n) => {
      const before = targets[targets.length - 1];
      const start = n === 0 ? (vowelStarts.get(s) ?? note.startSeconds) : note.startSeconds;
      const consonants = n === 0 ? start - (soundStarts.get(s) ?? start) : 0;
      targets.push({
        ...note,
        startSeconds: start,
        ...glideOf(note, { before, start, consonants }),
      });
    });
  });
  return targets;
}

function glideOf(
  note: SungNote,
  { before, start, consonants }: { before: Target | undefined; start: number; consonants: number },
): { glideSeconds: number; arriveSeconds: number; leap: number } {
  if (!before || start - before.endSeconds > LONGEST_GLIDE_SECONDS + consonants) {
    return { glideSeconds: 0, arriveSeconds: start - consonants, leap: 0 };
  }
  const leap = note.pitch - (before.pitch + bendAt(before, Infinity));
  const most = MOST_OF_A_NOTE * Math.min(note.endSeconds - start, start - before.startSeconds);
  if (consonants < SHORTEST_GLIDE_SECONDS / 2) {
    const slur = Math.min(SLUR_SECONDS, most);
    return { glideSeconds: slur, arriveSeconds: start + slur / 4, leap };
  }
  const glide = Math.min(LONGEST_GLIDE_SECONDS, Math.max(SHORTEST_GLIDE_SECONDS, consonants));
  return {
    glideSeconds: Math.min(glide, consonants + most),
    arriveSeconds: start + ARRIVE_SECONDS,
    leap,
  };
}

/** How far the glide has come, 0 … 1, gently at both ends. */
function progressOf({ arriveSeconds, glideSeconds }: Target, at: number): number {
  if (glideSeconds === 0) return 1;
  const x = Math.min(1, Math.max(0, 1 - (arriveSeconds - at) / glideSeconds));
  return x * x * (3 - 2 * x);
}

/** Overshoot after a leap, scoop at the start of a phrase. */
function approachOf({ arriveSeconds, glideSeconds, leap }: Target, at: number): number {
  const age = Math.max(0, at - arriveSeconds);
  if (glideSeconds === 0) return -SCOOP * Math.exp(-age / SCOOP_SECONDS);
  const most = Math.sign(leap) * Math.min(OVERSHOOT, OVERSHOOT_PER_SEMITONE * Math.abs(leap));
  const x = age / OVERSHOOT_SECONDS;
  return most * x * Math.exp(1 - x);
}

function bendAt({ bend }: SungNote, age: number): number {
  if (!bend || bend.length === 0) return 0;
  const next = bend.findIndex(([seconds]) => seconds > age);
  if (next === 0) return bend[0][1];
  if (next < 0) return bend[bend.length - 1][1];
  const [[from, low], [to, high]] = [bend[next - 1], bend[next]];
  return low + ((high - low) * (age - from)) / (to - from);
}

/** By target, semitones at seconds after its start. */
function vibratosOf(targets: readonly Target[], seed: number): ((age: number) => number)[] {
  const random = seededRandom(seed);
  return targets.map(({ startSeconds, endSeconds }) => {
    const rate = VIBRATO_HZ + VIBRATO_HZ_SPREAD * (2 * random() - 1);
    const length = endSeconds - startSeconds;
    if (length < VIBRATO_LEAST_NOTE_SECONDS) return () => 0;
    return (age) => {
      const since = age - VIBRATO_DELAY_SECONDS;
      const grown = Math.min(1, Math.max(0, since / VIBRATO_DELAY_SECONDS));
      const left = Math.min(1, Math.max(0, (length - age) / VIBRATO_END_SECONDS));
      return VIBRATO_SEMITONES * grown * left * Math.sin(2 * Math.PI * rate * since);
    };
  });
}

/** Slow noise, value by value. */
function waverer(seed: number): () => number {
  const normal = seededNormal(seed + 1);
  const keep = Math.exp(-HOP_SECONDS / WAVER_SECONDS);
  const gain = WAVER_SEMITONES * Math.sqrt(1 - keep * keep);
  let value = 0;
  return () => (value = keep * value + gain * normal());
}
