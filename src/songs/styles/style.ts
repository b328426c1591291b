import type { PartRole, Score } from '../../score/score.js';

/** Drums and percussion that patterns name, with their General MIDI keys. */
export const DRUM_KEYS = {
  ...{ kick: 36, rim: 37, snare: 38, clap: 39, floorTom: 43, lowTom: 45, midTom: 47, highTom: 50 },
  ...{ hat: 42, pedalHat: 44, openHat: 46, crash: 49, ride: 51, bell: 53, tambourine: 54 },
  ...{
    cowbell: 56,
    highBongo: 60,
    lowBongo: 61,
    highConga: 63,
    lowConga: 64,
    shaker: 82,
    clave: 75,
  },
} as const;

export type DrumVoice = keyof typeof DRUM_KEYS;

/** What each drum plays, in sixteenths: `X` accent, `x` struck, `o` soft, `-` ghost, `.` nothing.
 *  One bar or two. */
export type DrumPattern = Partial<Record<DrumVoice, string>>;

/** How a chord is laid out. */
export type Voicing = 'triad' | 'seventh' | 'power' | 'shell' | 'wide' | 'octaves';

/** Chords by bars: `I | vi7 | IV V/V | bVII`. In minor keys degrees are those of natural minor. */
export interface Progressions {
  verse: readonly string[];
  chorus: readonly string[];
  bridge: readonly string[];
}

/** A part that the style has. */
export interface StylePart {
  id: string;
  role: Exclude<PartRole, 'drums' | 'lead'>;
  instrument: string;
  /** What it plays in a bar (or two), in sixteenths; a section chooses one by its seed. Chords: `x` `X` `o` struck, digits
   *  single notes of the chord from below. Bass: `1 3 5 6 7 8` of the chord, `a` an approach to the
   *  next one, `g` a ghost. Both: `-` held on, `.` silence. `walk`: a walking bass; `hold`: one chord
   *  after the other; `line`: a counter-melody. */
  figures: readonly string[];
  voicing?: Voicing;
  /** Plays in sections of at least this energy, 0 … 1. */
  from: number;
  /** Where its middle lies, MIDI. */
  centre: number;
  /** 0 … 1, of its notes. */
  velocity?: number;
}

/** How the style sings, or its lead plays. */
export interface MelodyStyle {
  /** In the mean, of an instrumental lead. */
  notesPerBar: number;
  /** 0 … 1: how readily notes begin between the beats. */
  syncopation: number;
  /** The finest grid, in beats. */
  grid: 0.25 | 0.5;
  /** 0 … 1: how much it prefers leaps to steps. */
  leaps: number;
  /** Whether notes outside the scale are taken in from the blues. */
  isBluesy?: boolean;
  /** What plays the melody where nobody sings. */
  instrument: string;
}

/** All that makes music of a style what it is. */
export interface Style {
  id: string;
  name: string;
  /** What else people call it, lower case. */
  words: readonly string[];
  /** Slow, usual and fast, in quarter notes per minute. */
  bpm: readonly [slow: number, usual: number, fast: number];
  metre: Score['metre'];
  /** 0 straight … 1 triplets, of eighths or sixteenths. */
  swing: { amount: number; unit: 8 | 16 };
  /** 0 a machine … 1 a relaxed band. */
  looseness: number;
  /** Share of pieces in minor. */
  minor: number;
  /** Whether somebody sings where nobody says. */
  isSung: boolean;
  /** Sections with their bars. */
  forms: { sung: string; instrumental: string };
  progressions: { major: Progressions; minor: Progressions };
  drums?: {
    kit: string;
    /** By how much is going on: below 0.45, below 0.75, and above. */
    patterns: {
      low: readonly DrumPattern[];
      mid: readonly DrumPattern[];
      high: readonly DrumPattern[];
    };
    /** The last bar before a new section. */
    fills: readonly DrumPattern[];
    /** Whether a crash marks new sections. */
    hasCrash: boolean;
  };
  parts: readonly StylePart[];
  melody: MelodyStyle;
  /** Which of the mix's genres it is mixed and mastered as. */
  mixGenre: string;
}

export const FOUR_FOUR: Score['metre'] = { beatsPerBar: 4, beatUnit: 4 };
export const THREE_FOUR: Score['metre'] = { beatsPerBar: 3, beatUnit: 4 };
