import { createHash } from 'node:crypto';
import { InputError } from '../errors.js';
import { featureWidth } from './rvc/content-features.js';
import { readFaissIndex } from './rvc/faiss-index.js';
import { looksLikeOnnx, readOnnxVoice, type ReadVoice } from './rvc/onnx-voice/read-onnx-voice.js';
import { pickVoiceParts, type BroughtFile, type VoiceParts } from './rvc/pick-voice-parts.js';
import { encodeRvcBody } from './rvc/rvc-body.js';
import { readRvcModel, type RvcFacts } from './rvc/rvc-model.js';
import { decodeVoiceFile, encodeVoiceFile, isVoiceFile, type VoiceManifest } from './voice-file.js';

/** A voice that was read, ready for the library. */
export interface ImportedVoice {
  /** A voice file. */
  readonly bytes: Uint8Array;
  readonly manifest: VoiceManifest;
  /** What it is, in sentences. */
  readonly verdict: readonly string[];
}

/** RVC's files say nothing of a range: one so wide that most singers stay where they are. */
const UNKNOWN_RANGE = { lowHz: 100, medianHz: 202, highHz: 400 };
/** Marks of a training's progress in the names of files. */
const TRAINING_MARKS = /[_-]?(e\d+|s\d+|\d+e|\d+s|final|best)(?=[_.-]|$)/gi;

/** Makes a voice of files that may come from anyone: a `.canto-voice`, or a voice of RVC as `.pth`
 *  or `.onnx`, with or without its `.index`, or a zip of these. Nothing of them is run.
 *  @param name what the user calls it; from the file when absent
 *  @throws InputError that says what is wrong and what to do */
export function importVoice(files: readonly BroughtFile[], name?: string): ImportedVoice {
  const own = files.find(({ bytes }) => isVoiceFile(bytes));
  return own ? importOwn(own) : importRvc(pickVoiceParts(files), name);
}

function importOwn({ name, bytes }: BroughtFile): ImportedVoice {
  const { manifest, body } = decodeVoiceFile(bytes, name);
  const imported = { ...manifest, origin: 'imported' as const };
  const kept = manifest.origin === 'built-in' ? imported : manifest;
  return {
    bytes: encodeVoiceFile({ manifest: kept, body }),
    manifest: kept,
    verdict: [`a voice of Canto for the engine '${manifest.engine}'`],
  };
}

function importRvc(parts: VoiceParts, name: string | undefined): ImportedVoice {
  const { model, index } = parts;
  const kind = looksLikeOnnx(model.bytes) ? 'onnx' : 'checkpoint';
  const read = (kind === 'onnx' ? readOnnxVoice : readRvcModel)(model.bytes, model.name);
  const { facts } = read;
  if (index) checkIndex(index, facts);
  const title = name ?? titleOf(model.name);
  const manifest: VoiceManifest = {
    id: voiceIdOf(title),
    name: title,
    description: describe(facts, index !== undefined),
    language: 'und',
    engine: 'rvc',
    origin: 'imported',
    provenance: { licence: 'unknown', source: sourceOf(model, read) },
    range: UNKNOWN_RANGE,
  };
  const sources = [{ model: model.bytes, index: index?.bytes, share: 1 }];
  const body = encodeRvcBody([{ kind, facts, share: 1, sources }]);
  return {
    bytes: encodeVoiceFile({ manifest, body }),
    manifest,
    verdict: verdictOf(read, index),
  };
}

/** @throws InputError `index-mismatch` when the index is another version's */
function checkIndex({ name, bytes }: BroughtFile, facts: RvcFacts): void {
  const { width } = readFaissIndex(bytes, name);
  if (width === featureWidth(facts)) return;
  throw new InputError(
    'index-mismatch',
    `'${name}' holds features of width ${width}, the voice is RVC ${facts.version} and takes ${featureWidth(facts)}`,
    { hint: 'Take the index of the same training, or import the voice without one.' },
  );
}

function describe(facts: RvcFacts, hasIndex: boolean): string {
  const pitch = facts.hasPitch ? 'sings a melody' : 'speaks, without a melody';
  return `RVC ${facts.version}, ${facts.sampleRate / 1000} kHz, ${pitch}${hasIndex ? ', with index' : ''}`;
}

function verdictOf({ facts, notes }: ReadVoice, index: BroughtFile | undefined): string[] {
  return [
    `a voice of RVC ${facts.version} at ${facts.sampleRate / 1000} kHz`,
    facts.hasPitch ? 'it follows the melody' : 'it follows no melody (trained without f0)',
    facts.speakers === 1 ? 'one speaker' : `room for ${facts.speakers} speakers`,
    index ? `with its index (${index.name})` : 'without an index: less like the voice it was',
    ...notes,
    ...(notes.some((note) => /^embedder_model: (?!contentvec)/.test(note))
      ? ['it was trained with another content encoder than ContentVec: words may suffer']
      : []),
  ];
}

function sourceOf({ name, bytes }: BroughtFile, { notes }: ReadVoice): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return [`imported from ${name.slice(0, 200)} (sha256 ${sha256})`, ...notes].join('; ');
}

/** "My Singer" of "weights/My_Singer_e200_s4000.pth". */
function titleOf(fileName: string): string {
  const base = (fileName.split(/[/\\]/).at(-1) ?? '').replace(/\.[a-z0-9]+$/i, '');
  const words = base
    .replace(TRAINING_MARKS, '')
    .replace(/[_\s]+/g, ' ')
    .trim();
  return (words || base || 'Voice').slice(0, 100);
}

/** The id that a voice of this name gets: lower-case letters, digits and hyphens. */
export function voiceIdOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return (
    plain
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-+$/, '') || 'voice'
  );
}
