import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { StepExecutor } from '../jobs/step-executor.js';
import type { RunOptions } from '../progress.js';
import { checkLink } from '../sources/check-link.js';
import { createFileDriver } from '../sources/file-driver.js';
import type { FileStore } from '../store/file-store.js';
import type { CloneReport } from '../voices/clone/clone-voice.js';
import { voiceIdOf } from '../voices/import-voice.js';
import type { VoiceLibrary } from '../voices/voice-library.js';
import type { Voice } from '../voices/voice.js';
import { recordingInputs, requireFewEnough, type CloneRequest } from './cloning.js';

/** What an import stands on. */
interface ImportServices {
  readonly config: Config;
  readonly files: FileStore;
  readonly voices: VoiceLibrary;
  readonly execute: StepExecutor;
}

interface ImportOptions extends RunOptions {
  /** What the user calls the voice. */
  name?: string;
}

/** What became of the files. */
export interface VoiceImport {
  readonly voice: Voice;
  /** What the files are, in sentences. */
  readonly verdict: readonly string[];
}

/** Takes the voice in the files at `paths` into the library. They are read in a process of its own,
 *  since they may come from anyone.
 *  @throws InputError that says what is wrong with them */
export async function importVoiceFiles(
  paths: readonly string[],
  { config, files, voices, execute }: ImportServices,
  { name, ...run }: ImportOptions = {},
): Promise<VoiceImport> {
  const scratch = await files.scratch();
  try {
    const data = await execute(
      {
        kind: 'import-voice',
        title: 'Reading the voice',
        settings: { ...(name !== undefined && { name }) },
        files: Object.fromEntries(paths.map((path, i) => [`file${i}`, path])),
        data: {},
        outputDir: scratch.path,
        config,
      },
      run,
    );
    const voice = await voices.add(join(scratch.path, 'voice.canto-voice'));
    return { voice, verdict: (data as { verdict: string[] }).verdict };
  } finally {
    await scratch.remove();
  }
}

/** A clone, in the library. */
export interface CloneResult {
  readonly voice: Voice;
  /** What was heard in the recordings. */
  readonly report: CloneReport;
}

/** Takes a voice cloned from the recordings at `paths` into the library. They stay where they are,
 *  and nowhere else, unless they are to be kept.
 *  @throws InputError `unusable-recordings` with what is wrong with them, and where */
export async function cloneFromFiles(
  paths: readonly string[],
  { keepRecordings, ...about }: CloneRequest,
  { config, files, voices, execute, ...run }: ImportServices & RunOptions,
): Promise<CloneResult> {
  requireFewEnough(paths.length);
  const scratch = await files.scratch();
  try {
    const report = await execute(
      {
        kind: 'clone-voice',
        title: 'Listening to the recordings',
        settings: { about },
        files: recordingInputs(paths),
        data: {},
        outputDir: scratch.path,
        config,
      },
      run,
    );
    const voice = await voices.add(join(scratch.path, 'voice.canto-voice'), {
      once: true,
      recordings: keepRecordings ? paths : [],
    });
    return { voice, report: report as unknown as CloneReport };
  } finally {
    await scratch.remove();
  }
}

/** Listens to the recordings at `paths`, and makes nothing of them. */
export async function checkFiles(
  paths: readonly string[],
  { config, files, execute, ...run }: Omit<ImportServices, 'voices'> & RunOptions,
): Promise<CloneReport> {
  const scratch = await files.scratch();
  try {
    const report = await execute(
      {
        kind: 'check-recordings',
        title: 'Listening to the recordings',
        settings: {},
        files: recordingInputs(paths),
        data: {},
        outputDir: scratch.path,
        config,
      },
      run,
    );
    return report as unknown as CloneReport;
  } finally {
    await scratch.remove();
  }
}

interface BlendRequest {
  name: string;
  /** Ids of the two voices. */
  from: string;
  with: string;
  /** Share of the second one, between 0 and 1. */
  mix: number;
  /** Asks for a voice at least so far (`voiceDistance`, dB) from every voice of the library. */
  distance?: number;
}

/** Takes a blend of two voices into the library.
 *  @throws NotFoundError for an unknown voice, InputError for voices that can't be blended */
export async function blendTwoVoices(
  { name, from, with: other, mix, distance }: BlendRequest,
  { config, files, voices, execute }: ImportServices,
  run: RunOptions = {},
): Promise<Voice> {
  const scratch = await files.scratch();
  try {
    await execute(
      {
        kind: 'blend-voices',
        title: 'Blending the voices',
        settings: { id: voiceIdOf(name), name, mix, ...(distance !== undefined && { distance }) },
        files: {
          first: (await voices.get(from)).file,
          second: (await voices.get(other)).file,
          ...(distance !== undefined && filesOf(await voices.list())),
        },
        data: {},
        outputDir: scratch.path,
        config,
      },
      run,
    );
    return await voices.add(join(scratch.path, 'voice.canto-voice'));
  } finally {
    await scratch.remove();
  }
}

function filesOf(voices: readonly Voice[]): { [name: string]: string } {
  return Object.fromEntries(voices.map(({ file }, i) => [`known${i}`, file]));
}

/** As `importVoiceFiles`, from a direct https link to one file. */
export async function importVoiceLink(
  link: string,
  services: ImportServices,
  options: ImportOptions = {},
): Promise<VoiceImport> {
  const { config, files } = services;
  const { url } = checkLink(link, config);
  const scratch = await files.scratch();
  try {
    const dir = join(scratch.path, 'link');
    await mkdir(dir);
    const fetched = await createFileDriver({ settings: config }).fetch(
      { kind: 'file', url },
      {
        dir,
        maxBytes: config.maxUploadBytes,
        maxDurationSeconds: config.maxDurationSeconds,
        signal: options.signal,
      },
    );
    const name = options.name ?? fetched.title;
    return await importVoiceFiles([fetched.path], services, { ...options, name });
  } finally {
    await scratch.remove();
  }
}
