import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotFoundError } from '../errors.js';
import { nearestNames } from './nearest-names.js';
import {
  badVoiceFile,
  decodeVoiceFile,
  MAX_VOICE_FILE_BYTES,
  VOICE_FILE_EXTENSION,
} from './voice-file.js';
import type { Voice } from './voice.js';

const builtInDir = fileURLToPath(new URL('../../models/voices/', import.meta.url));

/** The voices of this installation. */
export interface VoiceLibrary {
  /** Built-in voices, then the user's, each by name. */
  list(): Promise<Voice[]>;
  /** @throws NotFoundError `no-such-voice`, with the names that come near */
  get(id: string): Promise<Voice>;
}

/** The built-in voices and those in the folder `voices` of `dataDir`. Files are read at each call,
 *  so a voice that another process adds is there at once; one that can't be read is left out. */
export function openVoiceLibrary({ dataDir }: { dataDir: string }): VoiceLibrary {
  const list = async () => [
    ...(await readVoices(builtInDir)),
    ...(await readVoices(join(dataDir, 'voices'))),
  ];
  const get = async (id: string) => findVoice(await list(), id);
  return {
    list,
    get,
  };
}

/** Reads a voice file from anywhere.
 *  @throws InputError `bad-voice-file` */
async function readVoice(file: string): Promise<Voice> {
  const { size } = await stat(file);
  if (size > MAX_VOICE_FILE_BYTES) throw badVoiceFile(file, `it holds ${size} bytes`);
  const bytes = await readFile(file);
  const { manifest } = decodeVoiceFile(bytes, file);
  return { ...manifest, file, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function readVoices(folder: string): Promise<Voice[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(VOICE_FILE_EXTENSION));
  const voices = await Promise.all(
    files.map((name) => readVoice(join(folder, name)).catch(() => undefined)),
  );
  return voices
    .filter((voice) => voice !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function findVoice(voices: Voice[], id: string): Voice {
  const wanted = id.trim().toLowerCase();
  const found = voices.find((voice) => voice.id === wanted);
  if (found) return found;
  const ids = voices.map((voice) => voice.id);
  const near = nearestNames(wanted, ids);
  throw new NotFoundError('no-such-voice', `there is no voice '${id.slice(0, 64)}'`, {
    hint:
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Voices here: ${ids.join(', ')}.`,
  });
}
