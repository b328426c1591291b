import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { InputError, ModelError } from '../../errors.js';
import { sha256OfFile } from '../../file-hash.js';
import { createInferenceHost } from '../../inference/inference-host.js';
import { licenceOf, openModelStore, type ModelStore } from '../../inference/model-store.js';
import { examineModel } from '../../separation/examine-model.js';
import { examineMusicModel } from '../../songs/musicgen/examine-music-model.js';
import { configFor, type CliContext, type SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import { printReport, table } from '../print.js';
import { createProgressReporter } from '../progress-line.js';

/** canto models list | pull ID | import FILE | remove ID | verify */
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
  add('pull <id>', 'download a model and check it')
    .option('--accept-licence', 'you have read the terms of its licence, and agree to them')
    .action(async (id: string, options: PullOptions) =>
      pull(await open(context, options), id, { ...options, signal: context.signal }),
    );
  add(
    'import <file>',
    'take in a model of the catalogue, a separation model (MDX-Net or Demucs v4, as .onnx), or a folder with MusicGen',
  )
    .option('--name <name>', 'what to call it (default: the name of the file)')
    .option('--n-fft <n>', 'of an MDX-Net model that says too little itself: its STFT', number)
    .option('--stem <name>', '… whether it gives the vocals or the instrumental')
    .option('--compensation <factor>', '… the factor for its output', number)
    .action(async (file: string, options: ImportOptions) =>
      importModel(await open(context, options), file, { ...options, signal: context.signal }),
    );
  add('remove <id>', 'delete a model that was pulled or imported').action(
    async (id: string, options: SharedOptions) => remove(await open(context, options), id, options),
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
  const rows = models.map((model) => [
    model.id,
    model.isImported ? 'imported' : model.isInstalled ? 'here' : 'can be pulled',
    `${(model.bytes / 1e6).toFixed(1)} MB`,
    licenceOf(model),
    model.purpose,
  ]);
  printReport({ models }, { json, lines: table(rows) });
}

interface PullOptions extends SharedOptions {
  acceptLicence?: boolean;
}

async function pull(
  store: ModelStore,
  id: string,
  { json, quiet, acceptLicence, signal }: PullOptions & { signal: AbortSignal },
): Promise<void> {
  const progress = createProgressReporter({ quiet: quiet === true });
  const stage = `Downloading ${id}`;
  try {
    const path = await store.pull(id, {
      signal,
      acceptLicence,
      onProgress: (fraction) => progress.update({ stage, fraction }),
    });
    progress.stop();
    printReport({ id, path }, { json, lines: [`${id} lies at ${path}`] });
  } finally {
    progress.stop();
  }
}

interface ImportOptions extends SharedOptions {
  name?: string;
  nFft?: number;
  stem?: string;
  compensation?: number;
}

/** A file of the catalogue is known by its hash; any other is examined. */
async function importModel(
  store: ModelStore,
  file: string,
  options: ImportOptions & { signal: AbortSignal },
): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new InputError('no-such-file', `there is no file '${file}'`);
  const known = await store.add(file);
  if (!known && found.isDirectory()) return importMusicModel(store, file, options);
  if (!known) return importSeparator(store, file, options);
  const { id, title, sha256 } = known;
  printReport({ id, sha256 }, { json: options.json, lines: [`${title} is here now, as '${id}'`] });
}

async function importSeparator(
  store: ModelStore,
  file: string,
  { name, json, signal, ...options }: ImportOptions & { signal: AbortSignal },
): Promise<void> {
  await requireOnnx(file);
  const { nFft, stem, compensation } = options;
  const settings = given({ nFft, stem, compensation });
  const inference = createInferenceHost({ maxProcesses: 1 });
  try {
    const { entry, facts } = await examineModel(file, { inference, name, settings, signal });
    const { id, engine, sha256 } = await store.adopt(file, entry);
    const lines = [
      `${id}: ${facts.kind}, to be used with --engine ${engine} --model ${id}`,
      `  parameters  ${facts.parameters} (known from ${facts.source})`,
      `  stems       ${facts.stems}`,
      `  sha256      ${sha256}`,
    ];
    printReport({ id, engine, sha256, ...facts }, { json, lines });
  } finally {
    await inference.close();
  }
}

async function importMusicModel(
  store: ModelStore,
  folder: string,
  { name, json, signal }: ImportOptions & { signal: AbortSignal },
): Promise<void> {
  const { entry, sources, facts } = await examineMusicModel(folder, { name, signal });
  const { id, engine, sha256 } = await store.adoptFolder(sources, entry);
  const lines = [
    `${id}: ${facts.kind}, to be used with --engine ${engine} --model ${id}`,
    `  parameters  ${facts.parameters}`,
    `  files       ${Object.keys(sources).join(', ')}`,
  ];
  printReport({ id, engine, sha256, ...facts }, { json, lines });
}

async function requireOnnx(file: string): Promise<void> {
  if (extname(file).toLowerCase() === '.onnx') return;
  const sha256 = await sha256OfFile(file);
  throw new InputError(
    'unknown-model-file',
    `'${basename(file)}' is no model of the catalogue, and no .onnx`,
    {
      hint: `Models of the catalogue are known by their hash; its sha256 is ${sha256}. Voices are taken in with \`canto voices import\`.`,
    },
  );
}

/** Without what wasn't given. */
function given(settings: Record<string, string | number | undefined>) {
  return Object.fromEntries(
    Object.entries(settings).filter(
      (setting): setting is [string, string | number] => setting[1] !== undefined,
    ),
  );
}

async function remove(store: ModelStore, id: string, { json }: SharedOptions): Promise<void> {
  await store.remove(id);
  printReport({ removed: id }, { json, lines: [`${id} is removed`] });
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
