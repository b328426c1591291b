import { z } from 'zod';
import { MIX_ROLES } from './roles.js';

/** A mix as data: every fader and knob in musicians' units. Written by the automatic mix, edited by
 *  anybody, rendered by `renderSession`. Whatever is absent is off and costs nothing: a strip without
 *  settings passes its sound bit by bit. */

/** Files of another version are refused. */
export const SESSION_VERSION = 1;
/** What a fader reads as "off". */
const LOWEST_FADER_DB = -120;
const MOST_TRACKS = 64;

const frequencyHz = z.number().min(10).max(22_000);
const q = z.number().min(0.1).max(20);
const ratio = z.number().min(1).max(100);
const thresholdDb = z.number().min(-80).max(0);
const timeMs = z.number().min(0.01).max(5000);
const gainDb = z.number().min(-24).max(24);
const share = z.number().min(0).max(1);
const trackName = z.string().min(1).max(100);

/** A low cut. */
const highPassSchema = z.strictObject({
  /** Where the sound is 3 dB down. */
  frequencyHz,
  slopeDbPerOctave: z.union([z.literal(12), z.literal(24)]).default(12),
});

/** One band of an equalizer. */
const eqBandSchema = z.strictObject({
  /** A bell around the frequency, or a shelf below or above it. */
  type: z.enum(['bell', 'low-shelf', 'high-shelf']),
  frequencyHz,
  gainDb,
  /** Of bells, 1 is about 1.4 octaves wide; shelves are best at 0.7. */
  q: q.default(0.7),
});
const eqSchema = z.array(eqBandSchema).max(32);

/** Turns down what is softer than the threshold: an expander with a small ratio, a gate with a large. */
const gateSchema = z.strictObject({
  thresholdDb,
  ratio: ratio.default(4),
  /** At most so much. */
  rangeDb: z.number().min(0).max(80).default(24),
  attackMs: timeMs.default(1),
  holdMs: z.number().min(0).max(2000).default(40),
  releaseMs: timeMs.default(120),
});

/** Turns down what is louder than the threshold (peak level). */
const compressorSchema = z.strictObject({
  thresholdDb,
  ratio: ratio.default(3),
  kneeDb: z.number().min(0).max(24).default(6),
  attackMs: timeMs.default(8),
  releaseMs: timeMs.default(120),
  /** So long before a sound gets loud its gain begins to fall. */
  lookAheadMs: z.number().min(0).max(20).default(0),
  makeupDb: gainDb.default(0),
  /** Share of the compressed sound; the rest is the sound as it was (parallel compression). */
  mix: share.default(1),
  /** The track whose level counts, after its trim; the own one when absent. */
  sideChain: trackName.optional(),
});

/** Turns the highs down while s and sh are loud. */
const deEsserSchema = z.strictObject({
  /** Peak level of the band above `frequencyHz`. */
  thresholdDb,
  frequencyHz: frequencyHz.default(5500),
  /** At most so much. */
  rangeDb: z.number().min(0).max(24).default(12),
});

/** Adds harmonics and rounds peaks, oversampled. */
const saturationSchema = z.strictObject({
  /** Level into the curve; full scale at 0 dB is rounded by 2.4 dB. */
  driveDb: z.number().min(0).max(36),
  mix: share.default(1),
});

/** Makes room for another track: a bell that dips while that track sounds. */
const duckingSchema = z.strictObject({
  /** The track that is made room for. */
  by: trackName,
  frequencyHz: frequencyHz.default(3000),
  q: q.default(1),
  /** How far it dips. */
  depthDb: z.number().min(0).max(24),
  /** Peak level of the other track, after its trim, from which it dips. */
  thresholdDb: thresholdDb.default(-30),
  attackMs: timeMs.default(30),
  releaseMs: timeMs.default(250),
});

/** Post-fader levels into the effects that all tracks share; absent is none. */
const sendDb = z.number().min(-60).max(12).optional();
const sendsSchema = z.strictObject({
  /** The small room. */
  room: sendDb,
  /** The large one. */
  hall: sendDb,
  delay: sendDb,
});

/** A point of a fader ride; straight lines in dB between points, level before the first and after the
 *  last. */
const ridePointSchema = z.strictObject({
  seconds: z.number().min(0).max(20_000),
  gainDb,
});

/** A channel strip, in the order in which the sound goes through. */
const stripSchema = z.strictObject({
  /** Input gain. */
  trimDb: z.number().min(-60).max(60).default(0),
  highPass: highPassSchema.optional(),
  gate: gateSchema.optional(),
  eq: eqSchema.default([]),
  compressor: compressorSchema.optional(),
  deEsser: deEsserSchema.optional(),
  saturation: saturationSchema.optional(),
  ducking: duckingSchema.optional(),
  /** 0 is mono, 1 as it comes, 2 twice as wide. */
  width: z.number().min(0).max(2).default(1),
  /** Below this the sides are taken away. */
  monoBelowHz: frequencyHz.optional(),
  /** −1 is left, 1 is right. */
  pan: z.number().min(-1).max(1).default(0),
  faderDb: z.number().min(LOWEST_FADER_DB).max(24).default(0),
  /** Added to the fader. */
  ride: z.array(ridePointSchema).max(5000).default([]),
  sends: sendsSchema.prefault({}),
});

const trackSchema = z.strictObject({
  /** Unique in the session; the name of its stem. */
  name: trackName,
  role: z.enum(MIX_ROLES),
  /** Where the stem lies, seen from the session file. */
  file: z.string().max(1000).optional(),
  isMuted: z.boolean().default(false),
  /** While any track is soloed, only soloed ones are heard. */
  isSoloed: z.boolean().default(false),
  strip: stripSchema.prefault({}),
});

const reverbSchema = z.strictObject({
  /** Size, 0 (a booth) … 1 (a hall). */
  size: share.default(0.4),
  /** Time in which it falls by 60 dB. */
  decaySeconds: z.number().min(0.1).max(10).default(1.4),
  /** How much sooner highs die away than lows. */
  damping: share.default(0.5),
  /** Before the room answers, beyond what its size gives. */
  preDelayMs: z.number().min(0).max(250).default(0),
  /** What the room hears. */
  lowCutHz: frequencyHz.default(200),
  highCutHz: frequencyHz.default(9000),
  returnDb: z.number().min(-60).max(12).default(0),
});

const delaySchema = z.strictObject({
  /** In quarter notes at the session's tempo: 0.5 is an eighth, 0.75 a dotted one. */
  beats: z.number().min(0.0625).max(4).default(0.5),
  /** Share that comes back into it. */
  feedback: z.number().min(0).max(0.95).default(0.3),
  /** Whether the echoes change sides. */
  pingPong: z.boolean().default(true),
  lowCutHz: frequencyHz.default(250),
  highCutHz: frequencyHz.default(5000),
  returnDb: z.number().min(-60).max(12).default(0),
});

const bandCompressorSchema = compressorSchema.omit({ sideChain: true, lookAheadMs: true });

/** What the whole mix goes through, in this order, before it is brought to its loudness. */
export const masterChainSchema = z.strictObject({
  eq: eqSchema.default([]),
  /** Middle and sides apart. */
  midSide: z
    .strictObject({
      midEq: eqSchema.default([]),
      sideEq: eqSchema.default([]),
      width: z.number().min(0).max(2).default(1),
      monoBelowHz: frequencyHz.optional(),
    })
    .optional(),
  /** Three bands, split without changing the spectrum (Linkwitz-Riley). */
  multiband: z
    .strictObject({
      crossoversHz: z.tuple([frequencyHz, frequencyHz]).default([160, 3200]),
      low: bandCompressorSchema,
      middle: bandCompressorSchema,
      high: bandCompressorSchema,
    })
    .optional(),
  /** One compressor for all. */
  glue: bandCompressorSchema.optional(),
  /** Rounds peaks at the last, relative to the ceiling, four times oversampled. */
  clipper: z
    .strictObject({
      /** Peaks are let so far over the ceiling and rounded; the limiter has the rest. */
      driveDb: z.number().min(0).max(12),
    })
    .optional(),
});

/** A whole mix. Times in seconds from its start. */
export const sessionSchema = z.strictObject({
  format: z.literal('canto-session'),
  version: z.literal(SESSION_VERSION),
  title: z.string().max(200).optional(),
  /** Quarter notes per minute: the delay follows it. */
  bpm: z.number().min(20).max(400).default(120),
  tracks: z
    .array(trackSchema)
    .min(1)
    .max(MOST_TRACKS)
    .refine((tracks) => new Set(tracks.map(({ name }) => name)).size === tracks.length, {
      message: 'two tracks have one name',
    }),
  room: reverbSchema.prefault({ size: 0.25, decaySeconds: 0.6 }),
  hall: reverbSchema.prefault({ size: 0.7, decaySeconds: 2.2, preDelayMs: 20 }),
  delay: delaySchema.prefault({}),
  /** How the mix is mastered. */
  master: z
    .strictObject({
      targetLufs: z.number().min(-40).max(-6).default(-14),
      ceilingDbtp: z.number().min(-9).max(-0.1).default(-1),
      chain: masterChainSchema.prefault({}),
    })
    .prefault({}),
});

/** Defaults applied. */
export type Session = z.output<typeof sessionSchema>;
export type Track = Session['tracks'][number];
export type StripSettings = Track['strip'];
export type EqBand = z.output<typeof eqBandSchema>;
export type MasterChainSettings = z.output<typeof masterChainSchema>;
