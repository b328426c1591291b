import { InputError } from '../errors.js';
import { parseKey } from '../score/pitch-names.js';
import { editSong } from '../songs/editing/edit-song.js';
import { makeSong, type MadeSong } from '../songs/make-song.js';
import type { SongOptions } from '../songs/plan/plan-song.js';
import type { SongRequest } from './song-request.js';

/** What of a request is composed by. */
export type ComposedRequest = Pick<
  SongRequest,
  | 'prompt'
  | 'lyrics'
  | 'from'
  | 'edits'
  | 'durationSeconds'
  | 'bpm'
  | 'key'
  | 'metre'
  | 'style'
  | 'instrumental'
  | 'structure'
  | 'title'
  | 'theme'
  | 'seed'
>;

const BEAT_UNITS = [2, 4, 8, 16] as const;

/** The song that a request asks for: made of its words, or its file after its edits.
 *  @param number which variation, 1 the first
 *  @param range of the voice that sings, MIDI
 *  @throws InputError, NotFoundError for what can't be read or isn't there */
export function composeRequest(
  request: ComposedRequest,
  number: number,
  range?: { lowest: number; highest: number },
): MadeSong {
  const { from, edits, prompt } = request;
  if (from)
    return { song: editSong(from, edits), understood: [], ignored: prompt.trim() ? [prompt] : [] };
  const made = makeSong(prompt, optionsOf(request, number, range));
  return { ...made, song: editSong(made.song, edits) };
}

function optionsOf(
  request: ComposedRequest,
  number: number,
  range?: { lowest: number; highest: number },
): SongOptions {
  const {
    durationSeconds,
    bpm,
    key,
    metre,
    style,
    instrumental,
    structure,
    lyrics,
    title,
    theme,
    seed,
  } = request;
  if (instrumental && lyrics !== undefined) {
    throw new InputError('bad-settings', 'an instrumental has no lyrics', {
      hint: 'Leave out the lyrics, or let somebody sing.',
    });
  }
  const given = { durationSeconds, bpm, style, structure, lyrics, title, theme };
  return {
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as typeof given),
    ...(key !== undefined && { key: parseKey(key) }),
    ...(metre !== undefined && { metre: metreOf(metre) }),
    ...(instrumental && { isInstrumental: true }),
    ...(range && { voice: { range } }),
    // Seeds go round.
    seed: (seed + number - 1) % 2 ** 32,
  };
}

function metreOf(text: string): SongOptions['metre'] {
  const [count, unit] = text.split('/').map(Number);
  return { beatsPerBar: count, beatUnit: BEAT_UNITS.find((each) => each === unit) ?? 4 };
}
