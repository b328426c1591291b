import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { InputError } from '../errors.js';
import type { PlanResult } from '../jobs/run-plan.js';
import type { JobKind } from '../studio/job-kinds.js';
import type { SourceRequest } from '../studio/requests.js';
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
  /** The request as the command line gave it, with its sources (\`SourceArgument\`) where the schema has
   *  them. */
  request: { [key: string]: unknown };
  options: SharedOptions;
  use: (run: FinishedRun) => Promise<T>;
}

/** Plans and runs one job in this process's data folder, with progress on stderr.
 *  @throws InputError for settings that can't be used, and whatever the steps throw */
export async function runJob<Schema extends z.ZodType, T>(
  context: CliContext,
  kind: JobKind<Schema>,
  { request, options, use }: RunJobOptions<T>,
): Promise<T> {
  const canto = await context.open(configFor(context, options));
  try {
    const names: string[] = [];
    const parsed = parseRequest(kind, withSources(request, names));
    const sources = await Promise.all(names.map((name) => openSource(name, canto)));
    const { plan } = await kind.plan(parsed, {
      config: canto.config,
      source: (asked) => lookUp(asked, sources),
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

/** A file, a link or `demo` of the command line, where a request has a source. */
export class SourceArgument {
  constructor(readonly name: string) {}
}

/** `request` without what wasn't given, its sources as the schema has them. Files of the command line
 *  need no upload: they are called by their place in `names`, to which they are added. */
function withSources(value: unknown, names: string[]): unknown {
  if (value instanceof SourceArgument) {
    if (isLink(value.name)) return { link: value.name };
    return { upload: String(names.push(value.name) - 1) };
  }
  if (Array.isArray(value)) return value.map((each) => withSources(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withSources(each, names)]),
  );
}

function lookUp(asked: SourceRequest, sources: readonly Source[]): Source {
  return 'upload' in asked ? sources[Number(asked.upload)] : asked;
}

function parseRequest<Schema extends z.ZodType>(
  { schema }: JobKind<Schema>,
  request: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError('bad-settings', `${issue.path.join('.') || 'settings'}: ${issue.message}`, {
    hint: 'See `canto help COMMAND` for the range of every option.',
  });
}

async function openSource(name: string, canto: OpenedCanto): Promise<Source> {
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
