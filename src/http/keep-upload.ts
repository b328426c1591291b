import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, InputError } from '../errors.js';
import { toFileName } from '../jobs/file-name.js';
import type { Upload } from '../jobs/job.js';
import type { Json } from '../jobs/plan.js';
import { createGate } from './gate.js';
import type { ReceivedFile } from './receive-file.js';
import type { Services } from './services.js';

/** Reading two hours to their end takes 80 s; a file that takes far longer is a trap. */
const PROBE_TIMEOUT_MS = 300_000;
/** Each probe is a process; more at once would starve the running job. */
const PROBES_AT_ONCE = 2;

type ProbeServices = Pick<Services, 'config' | 'execute' | 'log'>;

/** Reads a file once, in a process of its own, and tells what is known of it. */
export type Probe = (path: string, signal?: AbortSignal) => Promise<Json>;

/** A probe that throws InputError for what can't be read: not-audio, empty-file, too-long,
 *  unreadable-audio … */
export function createProbe(services: ProbeServices): Probe {
  const inTurn = createGate(PROBES_AT_ONCE);
  return (path, signal) => inTurn(() => probe(services, path, signal));
}

/** Takes a received file into the store. */
export type KeepUpload = (
  file: ReceivedFile,
  options?: { id?: string; signal?: AbortSignal },
) => Promise<Upload>;

/** A function that probes a received file, and notes it as an upload if it is audio. The file is
 *  gone from its place afterwards, either way. It throws what the probe throws. */
export function createKeepUpload(
  { files, uploads }: Pick<Services, 'files' | 'uploads'>,
  probe: Probe,
): KeepUpload {
  return async ({ path, name }, { id, signal } = {}) => {
    const scratch = await files.scratch();
    try {
      // What reads it may name it in messages.
      const named = join(scratch.path, toFileName(name));
      await rename(path, named);
      const info = await probe(named, signal);
      const { sha256, bytes } = await files.put(named, { move: true });
      return uploads.add({ ...(id && { id }), name, sha256, bytes, info });
    } finally {
      await scratch.remove();
    }
  };
}

async function probe(
  { config, execute, log }: ProbeServices,
  path: string,
  requestSignal?: AbortSignal,
): Promise<Json> {
  const tooSlow = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const signal = requestSignal ? AbortSignal.any([tooSlow, requestSignal]) : tooSlow;
  const task = {
    kind: 'probe',
    title: 'Checking the file',
    settings: {},
    files: { source: path },
    data: {},
    outputDir: dirname(path),
    config,
  };
  try {
    return await execute(task, { signal });
  } catch (error) {
    if (!tooSlow.aborted && !isCrash(error)) throw error;
    log.warn({ err: error }, 'a file brought its reader down');
    throw unreadable(basename(path), error);
  }
}

/** Whether the reader failed in a way that it doesn't know: the file's doing, most likely. */
function isCrash(error: unknown): boolean {
  return error instanceof AppError && error.kind === 'internal' && error.code !== 'disk-full';
}

function unreadable(name: string, cause: unknown): InputError {
  return new InputError('unreadable-audio', `'${name}' could not be read: it is broken or a trap`, {
    hint: 'Save it again with another program, as wav, flac or mp3.',
    cause,
  });
}
