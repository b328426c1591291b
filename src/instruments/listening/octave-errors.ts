/** No voice moves so far within 10 ms: the tracker does. */
const LEAP_SEMITONES = 7;
/** Longer stretches in another octave are sung there. */
const LONGEST_ERROR_FRAMES = 25;
/** How near its phrase a stretch must lie once it is moved. */
const NEAR_SEMITONES = 5;
/** How much around a stretch says where the phrase lies. */
const PHRASE_FRAMES = 60;

/** `f0Hz` without errors of the tracker: short stretches that begin or end with a leap of an octave (or two)
 *  within one frame, and fit their phrase without it. Octaves that are sung are approached by a glide or a
 *  pause, or last. */
export function correctOctaves(f0Hz: Float32Array): Float32Array {
  const corrected = f0Hz.slice();
  for (const { from, to, leaps } of stretches(f0Hz)) {
    if (!leaps || to - from > LONGEST_ERROR_FRAMES) continue;
    const around = [
      ...corrected.subarray(Math.max(0, from - PHRASE_FRAMES), from),
      ...corrected.subarray(to, to + PHRASE_FRAMES),
    ].filter((hz) => hz > 0);
    if (around.length < LONGEST_ERROR_FRAMES) continue;
    const octaves = octavesBetween(median(corrected.slice(from, to)), median(around));
    for (let t = from; t < to; t++) corrected[t] *= 2 ** octaves;
  }
  return corrected;
}

/** Runs of voiced frames without a leap inside; `leaps` where one has a leap at either end. */
function* stretches(f0Hz: Float32Array) {
  let from = 0;
  let leapt = false;
  for (let t = 1; t <= f0Hz.length; t++) {
    const isVoiced = f0Hz[t - 1] > 0;
    const goesOn = t < f0Hz.length && f0Hz[t] > 0;
    const leaps = isVoiced && goesOn && distance(f0Hz[t - 1], f0Hz[t]) > LEAP_SEMITONES;
    if (isVoiced && goesOn && !leaps) continue;
    if (isVoiced) yield { from, to: t, leaps: leapt || leaps };
    from = t;
    leapt = leaps;
  }
}

/** By how many octaves `hz` must move to lie where `phraseHz` does; 0 unless it is off by whole octaves. */
function octavesBetween(hz: number, phraseHz: number): number {
  const semitones = 12 * Math.log2(phraseHz / hz);
  const octaves = Math.round(semitones / 12);
  const isOctave = Math.abs(semitones - 12 * octaves) < NEAR_SEMITONES;
  return isOctave ? octaves : 0;
}

function distance(aHz: number, bHz: number): number {
  return Math.abs(12 * Math.log2(aHz / bHz));
}

function median(values: Float32Array | number[]): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)];
}
