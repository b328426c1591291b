import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Config } from '../config.js';
import { AppError, NotFoundError } from '../errors.js';
import { toFileName } from './file-name.js';
import type { FileStore, StoredFile } from '../store/file-store.js';
import type { Json, PlannedStep } from './plan.js';
import type { ExecuteOptions, StepExecutor } from './step-executor.js';
import type { StepResult } from './step-results.js';

/** The inputs of a step by name, found. */
export interface StepInputs {
  /** `name` is what the file is called for the step. */
  files: { [input: string]: { sha256: string; name: string } };
  data: { [input: string]: Json };
}

interface RunStepOptions extends ExecuteOptions {
  files: FileStore;
  execute: StepExecutor;
  config: Config;
}

/** Runs one step in a folder of its own, which is gone afterwards however it ends.
 *  @returns what the step made, already in the file store
 *  @throws AppError of the step, or `file-gone` when an input isn't in the store */
export async function runStep(
  step: PlannedStep,
  inputs: StepInputs,
  options: RunStepOptions,
): Promise<StepResult> {
  const { files: store, execute, config, signal, onProgress, onProcess } = options;
  const scratch = await store.scratch();
  try {
    const outputDir = join(scratch.path, 'output');
    await mkdir(outputDir);
    const files = await placeInputs(inputs.files, join(scratch.path, 'input'), store);
    const { kind, title, settings } = step;
    const task = { kind, title, settings, files, data: inputs.data, outputDir, config };
    const data = await execute(task, { signal, onProgress, onProcess });
    return { files: await storeOutputs(outputDir, store), data: asStored(data) };
  } finally {
    await scratch.remove();
  }
}

/** Puts the input files into the step's folder under readable names: as links, which cost nothing
 *  and keep the content even if the store removes it meanwhile. */
async function placeInputs(
  inputs: StepInputs['files'],
  inputDir: string,
  store: FileStore,
): Promise<{ [input: string]: string }> {
  const paths: { [input: string]: string } = {};
  for (const [input, { sha256, name }] of Object.entries(inputs)) {
    paths[input] = join(inputDir, input, toFileName(name));
    await mkdir(dirname(paths[input]), { recursive: true });
    await linkOrCopy(await pathOf(sha256, name, store), paths[input]);
  }
  return paths;
}

async function pathOf(sha256: string, name: string, store: FileStore): Promise<string> {
  try {
    return await store.pathOf(sha256);
  } catch (cause) {
    if (!(cause instanceof NotFoundError)) throw cause;
    throw new AppError('internal', 'file-gone', `'${name}' is no longer in the data folder`, {
      hint: 'Retry the job: what can be made again will be. If it was uploaded, upload it again.',
      cause,
    });
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

async function storeOutputs(
  outputDir: string,
  store: FileStore,
): Promise<{ [name: string]: StoredFile }> {
  const files: { [name: string]: StoredFile } = {};
  const entries = await readdir(outputDir, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(outputDir, path).split(sep).join('/');
    files[name] = await store.put(path, { move: true });
  }
  return files;
}

/** What will be read back from the cache, so that a first run sees the same as a later one. */
function asStored(data: Json | undefined): Json {
  return JSON.parse(JSON.stringify(data ?? null)) as Json;
}
