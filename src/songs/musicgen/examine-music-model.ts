import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { sha256OfFile } from '../../file-hash.js';
import {
  openAudioGenerator,
  type GeneratorInfo,
} from '../../inference/audio-tokens/audio-generator.js';
import { findModelFiles } from '../../inference/audio-tokens/model-files.js';
import { toModelId } from '../../inference/model-id.js';
import { sha256OfFiles, type ImportedFolder } from '../../inference/model-manifest.js';
import { generateMusic } from './generate-music.js';
import { MUSICGEN } from './music-model.js';

/** What a folder with a music model turned out to be. */
export interface ExaminedMusicModel {
  /** As the model store keeps it. */
  entry: ImportedFolder;
  /** Where the files of `entry` are, by their paths in it. */
  sources: Record<string, string>;
  /** For people. */
  facts: { kind: string; parameters: string };
}

/** Enough to go through everything that makes music. */
const TRIAL_SECONDS = 0.5;

/** Finds out whether the model in `folder` makes music, and lets it make half a second.
 *  @param options.name the folder's own by default
 *  @throws ModelError when it is incomplete, broken, refused, or of another kind */
export async function examineMusicModel(
  folder: string,
  { name, signal }: { name?: string; signal?: AbortSignal },
): Promise<ExaminedMusicModel> {
  const sources = await sourcesIn(folder);
  const info = await tryOut(folder, signal);
  const files = await Promise.all(
    Object.entries(sources).map(async ([path, source]) => ({
      path,
      sha256: await sha256OfFile(source),
      bytes: (await stat(source)).size,
    })),
  );
  const entry: ImportedFolder = {
    id: toModelId(name ?? basename(resolve(folder))),
    title: 'MusicGen, imported',
    purpose: `songs (--engine ${MUSICGEN}): instrumental music from words`,
    engine: MUSICGEN,
    licence: 'not known here',
    sampleRate: info.sampleRate,
    sha256: sha256OfFiles(files),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
    inputs: [],
    outputs: [],
    settings: {},
  };
  return { entry, sources, facts: factsOf(info) };
}

/** Networks that lie beside the descriptions are put where the hubs have them. */
async function sourcesIn(folder: string): Promise<Record<string, string>> {
  const { descriptions, networks } = await findModelFiles(folder);
  return Object.fromEntries([
    ...descriptions.map((path) => [path, join(folder, path)]),
    ...networks.map((path) => [`onnx/${basename(path)}`, join(folder, path)]),
  ]) as Record<string, string>;
}

async function tryOut(folder: string, signal: AbortSignal | undefined): Promise<GeneratorInfo> {
  const generator = await openAudioGenerator(folder, { signal });
  try {
    const request = { prompt: 'a test', durationSeconds: TRIAL_SECONDS, seed: 1 };
    await generateMusic(request, { generator, signal });
    return generator.info;
  } finally {
    await generator.close();
  }
}

function factsOf({ codebooks, sampleRate, frameLength }: GeneratorInfo) {
  const rate = sampleRate / frameLength;
  return {
    kind: 'MusicGen',
    parameters: `${codebooks} codebooks, ${rate} steps per second, sound at ${sampleRate} Hz`,
  };
}
