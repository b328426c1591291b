import { z } from 'zod';
import { InputError } from '../errors.js';
import { scoreSchema } from '../score/score.js';
import { songPlanSchema } from './plan/song-plan.js';

/** A song as a file, song.json: how it was planned, and every note of it. */
export const songSchema = z.strictObject({
  version: z.literal(1),
  plan: songPlanSchema,
  score: scoreSchema,
});

export type Song = z.output<typeof songSchema>;

/** Reads a song.json.
 *  @throws InputError `bad-song` */
export function parseSong(text: string): Song {
  const parsed = songSchema.safeParse(jsonOf(text));
  if (parsed.success) return requireWhole(parsed.data);
  const [issue] = parsed.error.issues;
  throw badSong(`${issue.path.join('.') || 'the file'}: ${issue.message}`);
}

/** Writes a song.json. */
export function writeSong(song: Song): string {
  return `${JSON.stringify(song, null, 1)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badSong('it is no JSON', cause);
  }
}

/** Sections and parts of plan and score are the same. */
function requireWhole(song: Song): Song {
  const { plan, score } = song;
  const sections = plan.form.every(({ name }, i) => score.sections[i]?.name === name);
  if (!sections || plan.form.length !== score.sections.length)
    throw badSong('plan and score have different sections');
  const unique = new Set(score.parts.map(({ id }) => id));
  if (unique.size !== score.parts.length) throw badSong('two parts have one name');
  if (plan.parts.some(({ id }) => !unique.has(id)))
    throw badSong('plan and score have different parts');
  return song;
}

function badSong(why: string, cause?: unknown): InputError {
  return new InputError('bad-song', `that is no song of Canto: ${why}`, {
    hint: 'Give a file that `canto song … --song-out song.json` wrote.',
    cause,
  });
}
