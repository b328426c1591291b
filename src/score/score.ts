import { z } from 'zod';

/** What a part does in a piece; the mix and the arrangement go by it. */
export const PART_ROLES = ['lead', 'harmony', 'counter', 'chords', 'pad', 'bass', 'drums'] as const;

/** Ways to play a note that some instruments know: the palm on the strings of a guitar or bass. */
const ARTICULATIONS = ['palm-mute'] as const;

const beats = z.number().min(0).max(100_000);

/** A syllable that a note is sung to. `phones` are ARPAbet with stress digits; empty for a syllable that
 *  is held on (a melisma), which is sung on the vowel before. */
const syllableSchema = z.strictObject({
  text: z.string().max(60),
  phones: z.array(z.string().max(4)).max(20),
  /** Whether the word goes on in the next syllable. */
  isContinued: z.boolean(),
  /** Which line of the lyrics it is of, counted through the whole piece. */
  line: z.number().int().min(0).max(10_000).optional(),
});

/** One note. Beats are quarter notes from the start of the piece, whatever the metre. */
const noteSchema = z.strictObject({
  startBeat: beats,
  durationBeats: z.number().positive().max(10_000),
  /** MIDI number; of drums, the General MIDI percussion key. */
  pitch: z.number().min(0).max(127),
  /** 0 … 1; 0.63 is mezzoforte. */
  velocity: z.number().min(0).max(1),
  /** Offset from `pitch` in semitones at beats from the note's start, linear between them. */
  bend: z.array(z.tuple([beats, z.number().min(-48).max(48)])).optional(),
  articulation: z.enum(ARTICULATIONS).optional(),
  syllable: syllableSchema.optional(),
});

const chordSchema = z.strictObject({
  startBeat: beats,
  durationBeats: z.number().positive(),
  /** Pitch class, 0 = C. */
  root: z.number().int().min(0).max(11),
  /** As chord symbols write it after the root: '', 'm', '7', 'maj7', 'm7', 'dim', 'm7b5', 'sus4', … */
  quality: z.string().max(12),
  /** Pitch class of the bass where it is not the root. */
  bass: z.number().int().min(0).max(11).optional(),
});

const sectionSchema = z.strictObject({
  /** Unique in the piece: 'verse 2'. */
  name: z.string().min(1).max(60),
  /** 'intro', 'verse', 'pre-chorus', 'chorus', 'bridge', 'solo', 'breakdown', 'drop', 'outro', … */
  kind: z.string().min(1).max(30),
  startBeat: beats,
  durationBeats: z.number().positive(),
  /** 0 … 1, how much is going on. */
  energy: z.number().min(0).max(1),
});

/** How exactly the notes are played as they are written. */
const feelSchema = z.strictObject({
  /** 0 is straight, 1 makes triplets of pairs: the first note lasts twice as long as the second. */
  swing: z.number().min(0).max(1),
  /** The notes that swing come in pairs of so many beats each: 0.5 are eighths, 0.25 sixteenths. */
  swungBeats: z.union([z.literal(0.5), z.literal(0.25)]),
  /** 0 is a machine, 1 a relaxed band: how far timing and velocity stray. */
  looseness: z.number().min(0).max(1),
});

const partSchema = z.strictObject({
  /** Unique in the piece; the name of its stem: 'bass', 'lead-vocal'. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  role: z.enum(PART_ROLES),
  /** An instrument of the catalogue (`canto instruments`), or 'voice' for what is sung. */
  instrument: z.string().max(40),
  isMuted: z.boolean().default(false),
  notes: z.array(noteSchema).max(100_000),
});

/** A piece of music: what the composer writes, musicians edit, and instruments and voices perform.
 *  Times are in quarter notes; `bpm` are quarter notes per minute. */
export const scoreSchema = z.strictObject({
  title: z.string().max(200),
  bpm: z.number().min(20).max(400),
  metre: z.strictObject({
    beatsPerBar: z.number().int().min(1).max(16),
    beatUnit: z.union([z.literal(2), z.literal(4), z.literal(8), z.literal(16)]),
  }),
  key: z.strictObject({
    /** Pitch class, 0 = C. */
    tonic: z.number().int().min(0).max(11),
    mode: z.enum(['major', 'minor', 'dorian', 'phrygian', 'lydian', 'mixolydian']),
  }),
  feel: feelSchema.optional(),
  sections: z.array(sectionSchema).max(200),
  chords: z.array(chordSchema).max(10_000),
  parts: z.array(partSchema).max(64),
});

export type PartRole = (typeof PART_ROLES)[number];
export type Articulation = (typeof ARTICULATIONS)[number];
export type Feel = z.infer<typeof feelSchema>;
export type Syllable = z.infer<typeof syllableSchema>;
export type Note = z.infer<typeof noteSchema>;
export type Chord = z.infer<typeof chordSchema>;
export type Section = z.infer<typeof sectionSchema>;
export type Part = z.infer<typeof partSchema>;
export type Score = z.infer<typeof scoreSchema>;
