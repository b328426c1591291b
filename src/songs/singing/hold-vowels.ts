import { envelopeGrid } from '../../voices/dsp/envelope-shape.js';
import { inTime, rowInTime } from '../../voices/canto/in-time.js';
import { noiseGrid } from '../../voices/canto/periods.js';
import { isVowel, withoutStress } from '../lyrics/phone-alphabet.js';
import type { SpokenFrames } from './acoustic-model.js';
import { FRAME_SECONDS, type SungSyllable, type TimedPhone } from './time-phones.js';

/** A voice that sings, by frames of 10 ms. */
export interface SungFrames {
  readonly count: number;
  /** Row-major [count × bands], ln amplitude without loudness. */
  readonly shapes: Float32Array;
  /** ln amplitude; −Infinity where silent. */
  readonly loudness: Float32Array;
  /** 0 … 1 */
  readonly voicing: Float32Array;
  /** Row-major [count × noise bands]. */
  readonly noise: Float32Array;
}

/** Frames at either end of a vowel that sound as in speech; between them it is held. */
const FIRST_FRAMES = 5;
const LAST_FRAMES = 6;
/** Where diphthongs are held, as a share of their frames: on their first vowel. */
const DIPHTHONGS: ReadonlySet<string> = new Set(['AY', 'AW', 'EY', 'OW', 'OY']);
const HELD_DIPHTHONG = 0.4;
/** Sounds that are sung throughout. */
const SUNG_CONSONANTS: ReadonlySet<string> = new Set(['M', 'N', 'NG', 'L', 'R', 'W', 'Y']);
/** In vowels, what comes after as many frames is sung whatever the reader's habits. */
const SURELY_SUNG_AFTER = 3;
/** Probabilities of a pitch between which the voice fades in. */
const UNVOICED = 0.35;
const VOICED = 0.65;
/** Loudness of vowels at mezzoforte, ln amplitude: −20 dB; and how it follows the velocity. */
const SUNG_LOUDNESS = Math.log(10 ** (-20 / 20));
const MEZZOFORTE = 0.63;
const DYNAMICS = 0.8;
/** Of breaths: 34 dB below. */
const BREATH_BELOW = Math.log(10 ** (34 / 20));
/** The reader's words are made as loud as each other by no more than 12 dB. */
const MOST_EVENING = Math.log(10 ** (12 / 20));
/** Quieter than this beside the reader's loud frames is silence: 48 dB. */
const SILENT = -Math.log(10 ** (48 / 20));
const MOST_GAIN_ABOVE = 0.3;

const bands = envelopeGrid.count;

/** What was spoken, at the times it is sung: consonants as they are, vowels held on in their middle,
 *  every syllable as loud as its note asks for. */
export function holdVowels(
  spoken: SpokenFrames,
  phones: readonly TimedPhone[],
  syllables: readonly SungSyllable[],
): SungFrames {
  const end = phones.at(-1)?.endSeconds ?? 0;
  const count = Math.ceil(end / FRAME_SECONDS) + 1;
  const sung = {
    count,
    shapes: new Float32Array(count * bands),
    loudness: new Float32Array(count).fill(-Infinity),
    voicing: new Float32Array(count),
    noise: new Float32Array(count * noiseGrid.count).fill(1),
  };
  const gains = gainsOf(spoken, phones, syllables);
  let first = 0;
  for (const phone of phones) {
    const place = placeIn(phone);
    const from = Math.ceil(phone.startSeconds / FRAME_SECONDS);
    for (let t = from; t * FRAME_SECONDS < phone.endSeconds; t++) {
      const within = place(t * FRAME_SECONDS - phone.startSeconds);
      const exact = Math.min(spoken.count - 1, first + within);
      rowInTime(spoken.shapes, exact, sung.shapes.subarray(t * bands, (t + 1) * bands));
      const row = sung.noise.subarray(t * noiseGrid.count, (t + 1) * noiseGrid.count);
      rowInTime(spoken.noise, exact, row);
      sung.voicing[t] = voicingOf(phone, within, inTime(spoken.voiced, exact));
      const loudness = inTime(spoken.loudness, exact);
      if (phone.role === 'silence' || loudness < SILENT) continue;
      sung.loudness[t] = Math.min(MOST_GAIN_ABOVE, loudness) + gains(t * FRAME_SECONDS);
    }
    first += phone.spokenFrames;
  }
  return sung;
}

/** Where in the spoken phone (in frames) the sung one is, by seconds from its start. */
function placeIn({
  phone,
  startSeconds,
  endSeconds,
  spokenFrames,
}: TimedPhone): (seconds: number) => number {
  const sung = (endSeconds - startSeconds) / FRAME_SECONDS;
  if (!isVowel(phone) || sung <= spokenFrames) {
    return (seconds) => (seconds / FRAME_SECONDS) * (spokenFrames / sung);
  }
  const first = Math.min(FIRST_FRAMES, 0.35 * spokenFrames);
  const isGlide = DIPHTHONGS.has(withoutStress(phone));
  const until = isGlide
    ? Math.max(first + 1, HELD_DIPHTHONG * spokenFrames)
    : spokenFrames - Math.min(LAST_FRAMES, 0.4 * spokenFrames);
  const rest = spokenFrames - until;
  return (seconds) => {
    const frame = seconds / FRAME_SECONDS;
    if (frame <= first) return frame;
    if (frame >= sung - rest) return spokenFrames - (sung - frame);
    return first + ((until - first) * (frame - first)) / (sung - rest - first);
  };
}

function voicingOf({ phone, role }: TimedPhone, within: number, probability: number): number {
  if (role === 'silence' || role === 'breath') return 0;
  if (isVowel(phone) && within >= SURELY_SUNG_AFTER) return 1;
  if (SUNG_CONSONANTS.has(phone)) return 1;
  return Math.min(1, Math.max(0, (probability - UNVOICED) / (VOICED - UNVOICED)));
}

/** What is added to the reader's loudness (ln amplitude), by seconds: constant in each vowel, sliding
 *  between them. */
function gainsOf(
  spoken: SpokenFrames,
  phones: readonly TimedPhone[],
  syllables: readonly SungSyllable[],
): (seconds: number) => number {
  const corners: [seconds: number, gain: number][] = [];
  let first = 0;
  for (const { role, syllable, startSeconds, endSeconds, spokenFrames } of phones) {
    if (role === 'vowel') {
      const { velocity } = syllables[syllable].notes[0];
      const middle = inTime(spoken.loudness, first + spokenFrames / 2);
      const evening = Math.max(-MOST_EVENING, Math.min(MOST_EVENING, -middle));
      const wanted = DYNAMICS * Math.log(Math.max(0.05, velocity) / MEZZOFORTE);
      const gain = SUNG_LOUDNESS + wanted + evening;
      corners.push([startSeconds, gain], [endSeconds, gain]);
    } else if (role === 'breath') {
      const middle = inTime(spoken.loudness, first + spokenFrames / 2);
      const gain = SUNG_LOUDNESS - BREATH_BELOW - middle;
      corners.push([startSeconds, gain], [endSeconds, gain]);
    }
    first += spokenFrames;
  }
  let at = 0;
  return (seconds) => {
    while (at + 1 < corners.length && corners[at + 1][0] <= seconds) at++;
    const [[from, low], [to, high]] = [corners[at], corners[at + 1] ?? corners[at]];
    if (seconds <= from || to <= from) return low;
    return low + ((high - low) * (seconds - from)) / (to - from);
  };
}
