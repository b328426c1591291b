import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { InputError } from '../errors.js';
import type { PlanResult } from '../jobs/run-plan.js';
import type { JobKind } from '../studio/job-kinds.js';
import type { Source } from '../studio/source.js';
import { configFor, type CliContext, type OpenedCanto, type SharedOptions } from './cli-context.js';
import { createProgressReporter } from './progress-line.js';
import { saveFile } from './save-file.js';

/** A finished job, with its result files at hand. */
interface FinishedRun {
  result: PlanResult;
  seconds: number;
  /** Copies a result file to `target`, where it appears whole or not at all.
   *  @returns the absolute path */
  save: (name: string, target: string) => Promise<string>;
}

interface RunJobOptions<T> {
  /** A file, a link, or `demo`. */
  source: string;
  /** The request without its source, as the command line gave it. */
  request: { [key: string]: unknown };
  options: SharedOptions;
  use: (run: FinishedRun) => Promise<T>;
}

/** Plans and runs one job in this process's data folder, with progress on stderr.
 *  @throws InputError for settings that can't be used, and whatever the steps throw */
export async function runJob<Schema extends z.ZodType, T>(
  context: CliContext,
  kind: JobKind<Schema>,
  { source: name, request, options, use }: RunJobOptions<T>,
): Promise<T> {
  const canto = await context.open(configFor(context, options));
  try {
    const parsed = parseRequest(kind, request, name);
    const source = await openSource(name, canto);
    const { plan } = await kind.plan(parsed, source, {
      config: canto.config,
      voice: (id) => canto.voices.get(id),
    });
    const started = performance.now();
    const progress = createProgressReporter({ quiet: options.quiet === true });
    const onProgress = progress.update.bind(progress);
    return await canto
      .run(plan, { signal: context.signal, onProgress }, (result) => {
        progress.stop();
        const seconds = Math.round(performance.now() - started) / 1000;
        return use({
          result,
          seconds,
          save: (file, target) => saveFile(result.files[file].path, target),
        });
      })
      .finally(() => progress.stop());
  } finally {
    canto.close();
  }
}

function parseRequest<Schema extends z.ZodType>(
  { schema }: JobKind<Schema>,
  request: { [key: string]: unknown },
  sourceName: string,
): z.output<Schema> {
  // Files of the command line need no upload; the placeholder only satisfies the schema.
  const source = isLink(sourceName) ? { link: sourceName } : { upload: 'file' };
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  const parsed = schema.safeParse({ ...Object.fromEntries(given), source });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError('bad-settings', `${issue.path.join('.') || 'settings'}: ${issue.message}`, {
    hint: 'See `canto help COMMAND` for the range of every option.',
  });
}

async function openSource(name: string, canto: OpenedCanto): Promise<Source> {
  if (isLink(name)) return { link: name };
  const file = await stat(name).catch(() => undefined);
  if (!file && name === 'demo') return { demo: true };
  if (!file) {
    throw new InputError('no-such-file', `there is no file '${name}'`, {
      hint: 'Give the path of an audio file, an https link, or the word demo.',
    });
  }
  if (!file.isFile()) {
    throw new InputError('no-such-file', `'${name}' is not a file`, {
      hint: 'Give the path of an audio file.',
    });
  }
  if (file.size > canto.config.maxUploadBytes) {
    throw new InputError('too-large', `'${name}' has ${file.size} bytes`, {
      hint: `At most ${canto.config.maxUploadBytes} bytes are read; CANTO_MAX_UPLOAD_BYTES changes that.`,
    });
  }
  const { sha256 } = await canto.data.files.put(resolve(name));
  return { blob: sha256, name: basename(name) };
}

function isLink(name: string): boolean {
  return /^https?:\/\//i.test(name);
}
