import type { PitchTrack } from '../pitch/pitch-tracker.js';
import type { Voice, VoiceRange } from './voice.js';

/** Fewer voiced values than this (half a second) say nothing of a range. */
const LEAST_VALUES = 50;
/** People sing above the pitch they speak at: the middle by about a fifth, the top by an octave,
 *  while the bottom is much the same. */
const SUNG_MEDIAN_SEMITONES = 7;
const SUNG_HIGH_SEMITONES = 12;
/** Whole octaves only: any other interval would leave the key of the music. */
const OCTAVES = [0, -1, 1, -2, 2];
/** An octave changes the song's character: it must bring the singer nearer by more than this. */
const SEMITONES_PER_OCTAVE_MOVED = 5;

const NOTES = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];

interface TransposeAdvice {
  /** A whole number of octaves: −24, −12, 0, 12 or 24. */
  semitones: number;
  /** One sentence for the user, with the measured numbers. */
  reason: string;
}

/** The range that one voice uses in `tracks`: 5th, 50th and 95th percentile of its pitches;
 *  undefined when hardly any pitch was heard. */
export function measureRange(...tracks: PitchTrack[]): VoiceRange | undefined {
  const heard = tracks.flatMap(({ f0Hz }) => [...f0Hz.filter((hz) => hz > 0)]);
  if (heard.length < LEAST_VALUES) return undefined;
  heard.sort((a, b) => a - b);
  const at = (rank: number) => roundToTenth(heard[Math.floor(rank * heard.length)]);
  return { lowHz: at(0.05), medianHz: at(0.5), highHz: at(0.95) };
}

/** The range in which somebody sings who speaks in `speech`: an estimate. */
export function singingRange({ lowHz, medianHz, highHz }: VoiceRange): VoiceRange {
  return {
    lowHz,
    medianHz: roundToTenth(medianHz * 2 ** (SUNG_MEDIAN_SEMITONES / 12)),
    highHz: roundToTenth(highHz * 2 ** (SUNG_HIGH_SEMITONES / 12)),
  };
}

/** By how many octaves the melody should move so that it lies best for `voice`. */
export function adviseTranspose(
  singer: VoiceRange,
  voice: Pick<Voice, 'name' | 'range'>,
): TransposeAdvice {
  const distance = semitonesBetween(singer.medianHz, voice.range.medianHz);
  const cost = (octaves: number) =>
    Math.abs(distance - 12 * octaves) + SEMITONES_PER_OCTAVE_MOVED * Math.abs(octaves);
  const octaves = OCTAVES.reduce((best, next) => (cost(next) < cost(best) ? next : best));
  const reason =
    `the singer's middle note is ${noteName(singer.medianHz)}, ` +
    `${voice.name} is at home around ${noteName(voice.range.medianHz)}: ${moved(octaves)}`;
  return { semitones: 12 * octaves, reason };
}

/** From `fromHz` up to `toHz`. */
function semitonesBetween(fromHz: number, toHz: number): number {
  return 12 * Math.log2(toHz / fromHz);
}

/** "E4 (330 Hz)". */
function noteName(hz: number): string {
  const midi = Math.round(69 + semitonesBetween(440, hz));
  return `${NOTES[midi % 12]}${Math.floor(midi / 12) - 1} (${Math.round(hz)} Hz)`;
}

function moved(octaves: number): string {
  if (octaves === 0) return 'kept where it was sung';
  const count = Math.abs(octaves) === 1 ? 'an octave' : 'two octaves';
  return `moved ${octaves > 0 ? 'up' : 'down'} ${count}, so that the song stays in its key`;
}

function roundToTenth(hz: number): number {
  return Math.round(hz * 10) / 10;
}
