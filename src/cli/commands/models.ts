import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import { InputError, ModelError } from '../../errors.js';
import { openModelStore, type ModelStore } from '../../inference/model-store.js';
import { configFor, type CliContext, type SharedOptions } from '../cli-context.js';
import { printReport, table } from '../print.js';
import { createProgressReporter } from '../progress-line.js';

/** canto models list | pull ID | import FILE | verify */
export function modelsCommand(program: Command, context: CliContext): void {
  const models = program.command('models').description('the catalogue of models');
  const add = (name: string, description: string) =>
    models
      .command(name)
      .description(description)
      .option('--json', 'print JSON')
      .option('--quiet', 'no progress on stderr')
      .option('--data <dir>', 'the data folder');
  add('list', 'every model: what for, size, licence, whether it is here').action(
    async (options: SharedOptions) => list(await open(context, options), options),
  );
  add('pull <id>', 'download a model and check it').action(
    async (id: string, options: SharedOptions) =>
      pull(await open(context, options), id, { ...options, signal: context.signal }),
  );
  add('import <file>', 'take in a model that you have already, such as hubert_base.pt').action(
    async (file: string, options: SharedOptions) =>
      importModel(await open(context, options), file, options),
  );
  add('verify', 'read every model that is here and compare its hash').action(
    async (options: SharedOptions) => verify(await open(context, options), options),
  );
}

function open(context: CliContext, options: SharedOptions): Promise<ModelStore> {
  const { dataDir, modelsMirror: mirror } = configFor(context, options);
  return openModelStore({ dataDir, mirror });
}

async function list(store: ModelStore, { json }: SharedOptions): Promise<void> {
  const models = await store.list();
  const rows = models.map(({ id, isInstalled, bytes, licence, purpose }) => [
    id,
    isInstalled ? 'here' : 'can be pulled',
    `${(bytes / 1e6).toFixed(1)} MB`,
    licence,
    purpose,
  ]);
  printReport({ models }, { json, lines: table(rows) });
}

async function pull(
  store: ModelStore,
  id: string,
  { json, quiet, signal }: SharedOptions & { signal: AbortSignal },
): Promise<void> {
  const progress = createProgressReporter({ quiet: quiet === true });
  const stage = `Downloading ${id}`;
  try {
    const path = await store.pull(id, {
      signal,
      onProgress: (fraction) => progress.update({ stage, fraction }),
    });
    progress.stop();
    printReport({ id, path }, { json, lines: [`${id} lies at ${path}`] });
  } finally {
    progress.stop();
  }
}

async function importModel(
  store: ModelStore,
  file: string,
  { json }: SharedOptions,
): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new InputError('no-such-file', `there is no file '${file}'`);
  const { id, title } = await store.add(file);
  printReport({ id }, { json, lines: [`${title} is here now, as '${id}'`] });
}

/** @throws ModelError when a file isn't what the catalogue says */
async function verify(store: ModelStore, { json }: SharedOptions): Promise<void> {
  const models = await store.verify();
  printReport({ models }, { json, lines: table(models.map(({ id, state }) => [id, state])) });
  const corrupt = models.filter(({ state }) => state === 'corrupt').map(({ id }) => id);
  if (corrupt.length === 0) return;
  throw new ModelError('model-corrupt', `not what the catalogue says: ${corrupt.join(', ')}`, {
    hint: `Get it again: canto models pull ${corrupt[0]}`,
  });
}
