import { z } from 'zod';
import { outputFormats } from '../audio/output-format.js';
import { separatorTuningSchema } from '../separation/separator-tuning.js';
import { rvcRequestShape, type RvcRequest } from '../voices/rvc/rvc-settings.js';
import { SCALES } from '../voices/tuned-melody.js';
import { automaticMixSchema } from '../mixing/automatic-mix.js';
import { MASTER_TARGET_NAMES } from '../mixing/master-targets.js';
import { mixSettingsSchema } from '../mixing/mix-settings.js';
import { MIX_ROLES } from '../mixing/roles.js';
import { sessionSchema } from '../mixing/session.js';

/** What users may ask for, shared by the CLI, the HTTP API and the page. Defaults are applied by
 *  parsing; unknown settings are refused. */

/** What a user may name as the song to work on. */
export const sourceSchema = z.union([
  z.strictObject({ upload: z.string().min(1).max(100) }),
  z.strictObject({ link: z.url({ protocol: /^https?$/ }).max(2000) }),
  z.strictObject({ demo: z.literal(true) }),
]);
/** A song as users name it. */
export type SourceRequest = z.output<typeof sourceSchema>;

/** Shorter than any sung word: a slip of the hand. */
const SHORTEST_RANGE_SECONDS = 0.2;
/** Two octaves either way; fractions are cents / 100. */
const semitones = z.number().min(-24).max(24);
export const seed = z.number().int().min(0).max(0xffffffff).default(1);
const engine = z.string().max(50).optional();
const outputFormat = z.enum(outputFormats);

const voiceId = z.string().min(1).max(100);
/** `auto`: the transposition that fits the voice best. */
const pitch = z.union([z.literal('auto'), semitones]).default('auto');

const voiceSettings = {
  /** A voice of the library, by id. */
  voice: voiceId,
  pitch,
  /** Semitones that the voice's formants move by: up is smaller and brighter. */
  formant: z.number().min(-12).max(12).default(0),
  /** How far to go from the singer's timbre (0) to the voice's (1). */
  strength: z.number().min(0).max(1).default(1),
  /** How much breath there is in the voice: 1 as much as the singer has. Canto's own engine. */
  breathiness: z.number().min(0).max(3).default(1),
  /** The notes that `autotune` draws to: "chromatic", or a key: "C major", "F# minor". */
  scale: z.enum(SCALES).default('chromatic'),
  /** Share of the singer's dynamics that stays: 1 all, 0 an even loudness. Canto's own engine. */
  keepLoudness: z.number().min(0).max(1).default(1),
  ...rvcRequestShape,
  /** How much of the late reverberation around the singer is taken away before the voice is changed:
   *  0 none, 1 all that can be. */
  dereverb: z.number().min(0).max(1).default(1),
  /** The conversion engine; the best one for the voice when absent. */
  engine,
  /** The pitch tracker; the best one that is present when absent. */
  pitchEngine: engine,
};

const { model: separatorModel, ...separatorTuning } = separatorTuningSchema.shape;
const separatorSettings = {
  /** The separation engine; the best one when absent. */
  separator: engine,
  separatorModel,
  ...separatorTuning,
};
/** The settings that separators are chosen and tuned by. */
export type SeparatorSettings = Pick<SeparationRequest, keyof typeof separatorSettings>;

export const loudness = {
  targetLufs: z.number().min(-40).max(-6).default(-14),
  ceilingDbtp: z.number().min(-9).max(-0.1).default(-1),
};

/** The longest recording that any setting allows. */
const seconds = z.number().min(0).max(10_800);
const timeRange = z
  .strictObject({ fromSeconds: seconds, toSeconds: seconds })
  .refine(({ fromSeconds, toSeconds }) => toSeconds - fromSeconds >= SHORTEST_RANGE_SECONDS, {
    message: `a range must last at least ${SHORTEST_RANGE_SECONDS} s`,
  });
/** Who sings beside the lead: voices of the library, or `original` for whoever sings there. */
const castSchema = z.strictObject({
  /** The backing vocals; their level is `backingGainDb`. Left out (unless `keepBacking`) when absent. */
  backing: z.strictObject({ voice: voiceId, pitch }).optional(),
  /** A second singer, who has the lead in these stretches of the song. */
  second: z
    .strictObject({
      voice: voiceId,
      pitch,
      /** Against the first lead. */
      gainDb: z.number().min(-60).max(24).default(0),
      at: z.array(timeRange).min(1).max(100),
    })
    .optional(),
});

/** What a cover can be asked for with. */
export const coverRequestSchema = z.strictObject({
  source: sourceSchema,
  ...voiceSettings,
  /** The parts beside the lead, which `voice` sings (`original`: the singer stays). */
  cast: castSchema.prefault({}),
  /** Semitones that the whole song moves by. */
  songTranspose: semitones.default(0),
  /** Leaves what is sung beside the centre as it is, instead of leaving it out. */
  keepBacking: z.boolean().default(false),
  ...separatorSettings,
  ...mixSettingsSchema.shape,
  ...loudness,
  format: outputFormat.default('wav'),
  /** Whether the original and the stems come with the cover. */
  stems: z.boolean().default(true),
  stemsFormat: z.enum(['wav', 'flac']).default('flac'),
  /** Whether waveform and spectrogram pictures come with the cover. */
  pictures: z.boolean().default(true),
  seed,
});
/** A request for a cover, defaults applied. */
export type CoverRequest = z.output<typeof coverRequestSchema>;

/** What stems can be asked for with. */
export const separationRequestSchema = z.strictObject({
  source: sourceSchema,
  stems: z.union([z.literal(2), z.literal(4)]).default(2),
  ...separatorSettings,
  format: outputFormat.default('wav'),
  seed,
});
/** A request for stems, defaults applied. */
export type SeparationRequest = z.output<typeof separationRequestSchema>;

/** What a conversion can be asked for with. */
export const conversionRequestSchema = z.strictObject({
  source: sourceSchema,
  ...voiceSettings,
  format: outputFormat.default('wav'),
  seed,
});
/** A request for a conversion, defaults applied. */
export type ConversionRequest = z.output<typeof conversionRequestSchema>;

const ownLoudness = {
  targetLufs: loudness.targetLufs.unwrap().optional(),
  ceilingDbtp: loudness.ceilingDbtp.unwrap().optional(),
};

/** What a master can be asked for with. */
export const masterRequestSchema = z.strictObject({
  source: sourceSchema,
  /** A track to be like: in spectrum, loudness, dynamics and width. */
  reference: sourceSchema.optional(),
  /** What it is for: loudness and ceiling as that platform wants them. */
  preset: z.enum(MASTER_TARGET_NAMES).default('spotify'),
  /** Instead of the preset's, or of the reference's. */
  ...ownLoudness,
  /** How much equalizing and compression there is beside the limiter: 0 none, 1 all. */
  amount: z.number().min(0).max(1).default(0.5),
  /** The style in words, "synthwave": the spectrum follows its genre. */
  style: z.string().max(200).default('pop'),
  format: outputFormat.default('wav'),
  /** Of a wav file: 16 is dithered, 32 is float. */
  bitDepth: z.union([z.literal(16), z.literal(24), z.literal(32)]).default(24),
  seed,
});
/** A request for a master, defaults applied. */
export type MasterRequest = z.output<typeof masterRequestSchema>;

/** The longest phrase that anybody corrects by hand. */
const MOST_CORRECTED_NOTES = 5000;
const correctedNoteSchema = z
  .strictObject({ startSeconds: seconds, endSeconds: seconds, pitch: z.number().min(0).max(127) })
  .refine(({ startSeconds, endSeconds }) => endSeconds > startSeconds, {
    message: 'a note must end after its start',
  });

/** What an instrumental can be asked for with. */
export const instrumentalRequestSchema = z.strictObject({
  source: sourceSchema,
  /** An instrument of the catalogue, by id or by another of its names. */
  instrument: z.string().min(1).max(60),
  /** `auto`: by whole octaves into the instrument's range. */
  transpose: pitch,
  /** The key that notes are drawn to: "A minor"; `auto`: the one that fits what was sung; `chromatic`. */
  key: z.string().min(1).max(20).default('auto'),
  /** How far each note is drawn to the nearest one of the key: 0 not at all, 1 onto it. */
  snap: z.number().min(0).max(1).default(0),
  /** Quarter notes per minute: of the grid, and of the written notes. */
  bpm: z.number().min(20).max(400).default(120),
  /** How far beginnings of notes are drawn to the grid, whose first line is at 0 s: 0 not at all, 1 onto it. */
  grid: z.number().min(0).max(1).default(0),
  /** Lines of the grid in a quarter note. */
  gridPerBeat: z.number().int().min(1).max(12).default(4),
  /** Music that the instrument is to play along with: its key and tempo are heard, what was sung is fitted to
   *  them, and both are mixed. The hum's 0 s is the music's. */
  backing: sourceSchema.optional(),
  /** Of the mix. */
  ...loudness,
  /** The notes as corrected, instead of those that were heard; at the pitch and time of the singing. */
  notes: z.array(correctedNoteSchema).max(MOST_CORRECTED_NOTES).optional(),
  /** What listens: `melody` for one voice, `beatbox`, or `basic-pitch` for several notes at once. */
  engine,
  /** The pitch tracker of `melody`; the best one that is present when absent. */
  pitchEngine: engine,
  format: outputFormat.default('wav'),
  seed,
});
/** A request for an instrumental, defaults applied. */
export type InstrumentalRequest = z.output<typeof instrumentalRequestSchema>;

const stemSchema = z.strictObject({
  source: sourceSchema,
  /** What the track is called; the file's name when absent. */
  name: z.string().min(1).max(100).optional(),
  /** What it does in the mix; guessed from its name when absent. */
  role: z.enum(MIX_ROLES).optional(),
});

/** What a mix can be asked for with. */
export const mixRequestSchema = z.strictObject({
  /** All begin together. */
  stems: z.array(stemSchema).min(1).max(64),
  /** Mixes as this says, instead of by ear: its tracks are the stems of the same names. */
  session: sessionSchema.optional(),
  ...automaticMixSchema.shape,
  /** Instead of the preset's, or of the session's. */
  ...ownLoudness,
  format: outputFormat.default('wav'),
  seed,
});
/** A request for a mix, defaults applied. */
export type MixRequest = z.output<typeof mixRequestSchema>;

/** What a measurement can be asked for with. */
export const reportRequestSchema = z.strictObject({
  source: sourceSchema,
  /** What it is to be judged against. */
  ...loudness,
});
/** A request for a measurement, defaults applied. */
export type ReportRequest = z.output<typeof reportRequestSchema>;

/** The settings that `lead`, `analyse` and `convert` steps are made from. */
export type VoiceSettings = RvcRequest &
  Pick<
    ConversionRequest,
    | 'voice'
    | 'pitch'
    | 'formant'
    | 'strength'
    | 'breathiness'
    | 'scale'
    | 'keepLoudness'
    | 'dereverb'
    | 'engine'
    | 'pitchEngine'
    | 'seed'
  >;
