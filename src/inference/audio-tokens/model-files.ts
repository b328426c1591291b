import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../../errors.js';

/** Weights of the library's data types, by the ends of files' names; the best for a CPU first. */
const SUFFIXES = { q8: '_quantized', int8: '_int8', uint8: '_uint8', fp32: '', q4: '_q4' } as const;
type WeightType = keyof typeof SUFFIXES;

/** The networks of a model, and whether they are chosen whole where they can be: the codec is small,
 *  and what it loses is heard. */
const NETWORKS = [
  { name: 'text_encoder', isBestWhole: false },
  { name: 'decoder_model_merged', isBestWhole: false },
  { name: 'encodec_decode', isBestWhole: true },
] as const;
type NetworkName = (typeof NETWORKS)[number]['name'];

/** What describes a model, beside its networks. */
const DESCRIPTIONS = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
];

/** The files of a model folder that are used. */
export interface ModelFiles {
  /** Where the networks lie in it: `onnx`, as on the hubs, or '', as exporters leave them. */
  readonly subfolder: string;
  readonly types: Readonly<Record<NetworkName, WeightType>>;
  /** Relative paths of the networks. */
  readonly networks: readonly string[];
  /** Relative paths of the JSON files. */
  readonly descriptions: readonly string[];
}

/** Finds out which files of the model folder at `folder` are used.
 *  @throws ModelError `model-incomplete` that names what is missing */
export async function findModelFiles(folder: string): Promise<ModelFiles> {
  const names = await namesIn(folder);
  const missing = DESCRIPTIONS.filter((name) => !names.has(name));
  if (missing.length > 0) throw incomplete(folder, missing);
  const inFolder = await namesIn(join(folder, 'onnx'));
  const subfolder = inFolder.size > 0 ? 'onnx' : '';
  const found = NETWORKS.map((network) => findNetwork(network, subfolder ? inFolder : names));
  const absent = found.flatMap(({ name, type }) => (type ? [] : [`${name}.onnx`]));
  if (absent.length > 0) throw incomplete(folder, absent);
  const types = Object.fromEntries(found.map(({ name, type }) => [name, type]));
  return {
    subfolder,
    types: types as ModelFiles['types'],
    networks: found.map(({ file }) => join(subfolder, file)),
    descriptions: DESCRIPTIONS,
  };
}

function findNetwork({ name, isBestWhole }: (typeof NETWORKS)[number], names: Set<string>) {
  const types = Object.keys(SUFFIXES) as WeightType[];
  const ordered = isBestWhole ? ['fp32' as const, ...types] : types;
  const type = ordered.find((candidate) => names.has(fileName(name, candidate)));
  return { name, type, file: type ? fileName(name, type) : '' };
}

function fileName(name: NetworkName, type: WeightType): string {
  return `${name}${SUFFIXES[type]}.onnx`;
}

async function namesIn(folder: string): Promise<Set<string>> {
  return new Set(await readdir(folder).catch(() => []));
}

function incomplete(folder: string, missing: readonly string[]): ModelError {
  return new ModelError('model-incomplete', `'${folder}' lacks ${missing.join(', ')}`, {
    hint: 'A folder is expected as `optimum-cli export onnx --model facebook/musicgen-small FOLDER` makes it, or as the hubs have it for transformers.js.',
  });
}
