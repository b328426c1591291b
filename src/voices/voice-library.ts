import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError, NotFoundError } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import { writeWhole } from '../write-whole.js';
import { nearestNames } from './nearest-names.js';
import { readVoiceFileHead, VOICE_FILE_EXTENSION } from './voice-file.js';
import { ORIGINAL_SINGER, type Voice } from './voice.js';

const builtInDir = fileURLToPath(new URL('../../models/voices/', import.meta.url));

interface AddOptions {
  once?: boolean;
  recordings?: readonly string[];
}

/** The voices of this installation. */
export interface VoiceLibrary {
  /** Built-in voices, then the user's; of each those of people by name, then the blends. */
  list(): Promise<Voice[]>;
  /** @throws NotFoundError `no-such-voice`, with the names that come near */
  get(id: string): Promise<Voice>;
  /** Takes the voice file at `path` in, under its own id or a free one like it.
   *  @param options.once gives the voice that is here already where it is the very same
   *  @param options.recordings files that it was made of, to be kept beside it
   *  @throws InputError `bad-voice-file` */
  add(path: string, options?: AddOptions): Promise<Voice>;
  /** The recordings that were kept with a voice, if any; they are in no voice file. */
  recordings(id: string): Promise<string[]>;
  /** With its recordings, for good.
   *  @throws NotFoundError `no-such-voice`, InputError `built-in-voice` */
  remove(id: string): Promise<Voice>;
}

/** The built-in voices and those in the folder `voices` of `dataDir`. Files are read at each call,
 *  so a voice that another process adds is there at once; one that can't be read is left out. */
export function openVoiceLibrary({ dataDir }: { dataDir: string }): VoiceLibrary {
  const list = async () => [
    ...(await readVoices(builtInDir)),
    ...(await readVoices(join(dataDir, 'voices'))),
  ];
  const get = async (id: string) => findVoice(await list(), id);
  const folder = join(dataDir, 'voices');
  return {
    list,
    get,
    async add(path, { once = false, recordings = [] } = {}) {
      const { sha256 } = await readVoice(path);
      const all = await list();
      const same = all.find((voice) => voice.sha256 === sha256 && voice.origin !== 'built-in');
      if (once && same) return same;
      const { id: own } = (await readVoiceFileHead(path)).manifest;
      await mkdir(folder, { recursive: true });
      const free = freeId(own, new Set([ORIGINAL_SINGER, ...all.map((voice) => voice.id)]));
      await keepRecordings(recordings, recordingsDir(folder, free));
      const target = join(folder, `${free}${VOICE_FILE_EXTENSION}`);
      await writeWhole(target, (part) => copyFile(path, part));
      return readVoice(target);
    },
    async recordings(id) {
      const kept = recordingsDir(folder, (await get(id)).id);
      return (await readdir(kept).catch(() => [])).sort().map((name) => join(kept, name));
    },
    async remove(id) {
      const voice = await get(id);
      if (voice.origin === 'built-in') {
        throw new InputError('built-in-voice', `'${voice.id}' comes with Canto and stays`);
      }
      await rm(recordingsDir(folder, voice.id), { recursive: true, force: true });
      await rm(voice.file);
      return voice;
    },
  };
}

function recordingsDir(folder: string, id: string): string {
  return join(folder, `${id}.recordings`);
}

/** In their order, under their names. */
async function keepRecordings(paths: readonly string[], dir: string): Promise<void> {
  if (paths.length === 0) return;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir);
  for (const [i, path] of paths.entries()) {
    const place = String(i + 1).padStart(2, '0');
    await copyFile(path, join(dir, `${place} ${basename(path)}`));
  }
}

/** Reads a voice file from anywhere.
 *  @throws InputError `bad-voice-file` */
export async function readVoice(file: string): Promise<Voice> {
  const { manifest } = await readVoiceFileHead(file);
  const { bodySha256, ...about } = manifest;
  const sha256 = bodySha256
    ? createHash('sha256').update(JSON.stringify(manifest)).digest('hex')
    : await sha256OfFile(file);
  return { ...about, id: idOf(file, manifest.id), file, sha256 };
}

async function readVoices(folder: string): Promise<Voice[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(VOICE_FILE_EXTENSION));
  const voices = await Promise.all(
    files.map((name) => readVoice(join(folder, name)).catch(() => undefined)),
  );
  return voices
    .filter((voice) => voice !== undefined)
    .sort((a, b) => isBlend(a) - isBlend(b) || a.name.localeCompare(b.name, 'en'));
}

function isBlend({ blend }: Voice): number {
  return blend ? 1 : 0;
}

/** A user's voice is called as its file is, which is unique. */
function idOf(file: string, own: string): string {
  return file.startsWith(builtInDir) ? own : basename(file, VOICE_FILE_EXTENSION);
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  return id;
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
