import { InputError } from '../../errors.js';

/** Why a file can't be used as a SoundFont. */
export function badFont(why: string, cause?: unknown): InputError {
  return new InputError('bad-sound-font', `the SoundFont can't be used: ${why}`, {
    hint: 'CANTO_SOUNDFONT must name a SoundFont 2 file (.sf2), or be `bundled` for the one that comes with Canto.',
    cause,
  });
}
