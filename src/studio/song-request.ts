import { z } from 'zod';
import { outputFormats } from '../audio/output-format.js';
import { songEditSchema } from '../songs/editing/song-edit.js';
import { MUSICGEN } from '../songs/musicgen/music-model.js';
import { LONGEST_SECONDS, SHORTEST_SECONDS, songPlanSchema } from '../songs/plan/song-plan.js';
import { songSchema } from '../songs/song.js';
import { loudness, seed } from './requests.js';

/** What a song can be asked for with. What is given outright wins over what the prompt says. */
export const songRequestSchema = z
  .strictObject({
    /** Style, mood, tempo, key, instruments, voice and topic, in words. */
    prompt: z.string().max(2000).default(''),
    /** `canto` composes a score and plays it; `musicgen` makes sound from the prompt, without either. */
    engine: z.enum(['canto', MUSICGEN]).default('canto'),
    /** The model of the engine that has several. */
    model: z.string().min(1).max(100).optional(),
    /** With tags like [verse] and [chorus]; written by Canto where somebody sings and none are given. */
    lyrics: z.string().trim().min(1).max(20_000).optional(),
    /** A song file that is played again, after `edits`, instead of composing one. */
    from: songSchema.optional(),
    edits: z.array(songEditSchema).max(50).default([]),
    durationSeconds: z.number().min(SHORTEST_SECONDS).max(LONGEST_SECONDS).optional(),
    bpm: z.number().min(20).max(400).optional(),
    /** `F# minor` */
    key: z.string().min(1).max(30).optional(),
    /** `3/4` */
    metre: z
      .string()
      .regex(/^([1-9]|1[0-6])\/(2|4|8|16)$/, 'a metre such as 3/4')
      .optional(),
    style: z.string().max(40).optional(),
    /** Nobody sings. */
    instrumental: z.boolean().default(false),
    /** A voice of the library, by id. */
    voice: z.string().min(1).max(100).optional(),
    /** `intro:4 verse:8 chorus:8` */
    structure: z.string().max(1000).optional(),
    title: z.string().trim().min(1).max(200).optional(),
    /** A melody that the song is built on. */
    theme: songPlanSchema.shape.theme,
    /** How many songs to make, each with the seed after the one before. */
    variations: z.number().int().min(1).max(4).default(1),
    ...loudness,
    format: z.enum(outputFormats).default('wav'),
    /** Whether every part comes as a file of its own too. */
    stems: z.boolean().default(true),
    stemsFormat: z.enum(['wav', 'flac']).default('flac'),
    seed,
  })
  .refine(({ prompt, from, lyrics, style }) => prompt.trim() !== '' || from || lyrics || style, {
    message: 'say what the song is to be like: give a prompt, lyrics, a style, or a song file',
    path: ['prompt'],
  })
  .refine(({ engine, model }) => engine === MUSICGEN || model === undefined, {
    message: `only the engine '${MUSICGEN}' has models to choose from`,
    path: ['model'],
  });

/** A request for a song, defaults applied. */
export type SongRequest = z.output<typeof songRequestSchema>;
