import { InputError } from '../../errors.js';
import { looksLikeZip, openZip, type ZipArchive, type ZipEntry } from '../../zip-archive.js';

/** A file that somebody brought. */
export interface BroughtFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The parts of a voice among what was brought. */
export interface VoiceParts {
  readonly model: BroughtFile;
  readonly index?: BroughtFile;
}

/** Voices take 55 MB and indexes up to some 300: what an archive may expand to. */
const MAX_EXPANDED_BYTES = 1024 * 1024 * 1024;
const NESTED = /\.(zip|rar|7z|tar|gz|bz2|xz|tgz)$/i;
/** Files of a training that come along in some archives. */
const NO_VOICE = /(^|\/)[DG]_[^/]*\.pth$/;
/** What macOS adds to archives. */
const SYSTEM_FILE = /(^|\/)(__MACOSX\/|\._|\.DS_Store)/;

/** Finds the voice (.pth, .onnx) and its index among `files`, and within an archive of them. Archives that
 *  are encrypted, nested, lead out of their folder or expand beyond measure are refused.
 *  @throws InputError `bad-archive`, `no-voice-found`, `several-voices` */
export function pickVoiceParts(files: readonly BroughtFile[]): VoiceParts {
  const all = files.flatMap((file) => (isArchive(file) ? unpack(file) : [file]));
  const models = all.filter(({ name }) => /\.(pth|onnx)$/i.test(name) && !NO_VOICE.test(name));
  const indexes = all.filter(({ name }) => /\.index$/i.test(name));
  // A training leaves an empty trained_… beside the added_… that counts.
  const [index] = indexes.filter(({ name }) => !/(^|\/)trained_/.test(name));
  const named = all.length === 1 ? all : models;
  if (named.length === 1) return { model: named[0], index: index ?? indexes.at(0) };
  const names = (models.length > 0 ? models : all).map(({ name }) => name.slice(0, 60));
  const list = names.slice(0, 5).join(', ');
  if (models.length > 1) {
    throw new InputError('several-voices', `there are several voices: ${list}`, {
      hint: 'Import them one by one, each with its index.',
    });
  }
  throw new InputError('no-voice-found', `there is no voice among ${list || 'the files'}`, {
    hint: 'A voice of RVC is a .pth or .onnx file, perhaps with an .index, or a .zip of both.',
  });
}

/** A .zip; checkpoints are archives too, but of tensors. */
function isArchive({ name, bytes }: BroughtFile): boolean {
  if (!looksLikeZip(bytes)) return false;
  return !openZip(bytes, name).entries.some((entry) => entry.name.endsWith('data.pkl'));
}

function unpack({ name, bytes }: BroughtFile): BroughtFile[] {
  const archive = openZip(bytes, name);
  const entries = archive.entries.filter(
    (entry) => !entry.name.endsWith('/') && !SYSTEM_FILE.test(entry.name),
  );
  const refuse = (found: string) =>
    new InputError('bad-archive', `'${name}' can't be imported: ${found}`, {
      hint: 'Unpack it yourself, and import the .pth or .onnx and the .index of the voice.',
    });
  for (const entry of entries) {
    const problem = problemOf(entry);
    if (problem) throw refuse(problem);
  }
  const expanded = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (expanded > MAX_EXPANDED_BYTES) {
    throw refuse(`it would expand to ${Math.round(expanded / 1e6)} MB`);
  }
  return entries.filter(({ name }) => /\.(pth|onnx|index)$/i.test(name)).map(read(archive));
}

function problemOf({ name, isEncrypted }: ZipEntry): string | undefined {
  if (isEncrypted) return 'it is encrypted';
  if (NESTED.test(name)) return `there is another archive in it ('${name.slice(0, 60)}')`;
  const leadsOut = /^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..');
  return leadsOut ? `a file in it leads out of its folder ('${name.slice(0, 60)}')` : undefined;
}

function read(archive: ZipArchive) {
  return (entry: ZipEntry): BroughtFile => ({ name: entry.name, bytes: archive.read(entry) });
}
