import { looksLikeZip, openZip, type ZipArchive } from '../../zip-archive.js';
import { CheckpointProblem, namingCheckpoint } from './checkpoint-problem.js';
import { describeValue, PickleGlobal } from './pickle-values.js';
import { isStorageType, TorchStorage, TorchTensor } from './torch-tensor.js';
import { unpickle, type PickleTable } from './unpickle.js';

interface ReadOptions {
  /** Of the file, for messages. */
  name: string;
  /** Whether objects of unknown classes become inert ones instead of being refused: for files that
   *  carry their training set-up along. Nothing is run either way. */
  allowInert?: boolean;
}

/** Pickles of real checkpoints take some 100 KB. */
const MAX_PICKLE_BYTES = 64 * 1024 * 1024;
/** Tied weights share a storage, twice or so; a file of nothing but views would be a bomb. */
const MAX_VIEWS_PER_BYTE = 4;

/** What a legacy file begins with, as a pickled long. */
const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_VERSION = 1001;

/** What `torch.save` wrote into `bytes` (zip, or the legacy format), as inert values: dictionaries are
 *  Maps, tensors `TorchTensor`s. No code of the file is run, and the memory that all its tensors
 *  together can take is bounded by the file's size.
 *  @throws InputError `bad-checkpoint`, `unsafe-checkpoint` */
export function readCheckpoint(bytes: Uint8Array, options: ReadOptions): unknown {
  return namingCheckpoint(options.name, () =>
    looksLikeZip(bytes) ? readZip(bytes, options) : readLegacy(bytes, options),
  );
}

function readZip(bytes: Uint8Array, options: ReadOptions): unknown {
  const archive = openZip(bytes, options.name);
  const pickle = archive.entries.find(({ name }) => /(^|\/)data\.pkl$/.test(name));
  if (!pickle) throw new CheckpointProblem('it is an archive without the data.pkl of PyTorch');
  if (pickle.bytes > MAX_PICKLE_BYTES) throw new CheckpointProblem('its data.pkl is too large');
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  refuseBigEndian(archive, folder);
  const entries = new Map(archive.entries.map((entry) => [entry.name, entry]));
  const fill = (storage: TorchStorage) => {
    const entry = entries.get(`${folder}data/${storage.key}`);
    if (!entry) throw new CheckpointProblem(`storage '${storage.key}' is missing`);
    storage.fill(archive.read(entry));
  };
  const table = pickleTable(bytes.length, { ...options, onStorage: fill });
  return unpickle(archive.read(pickle), 0, table).value;
}

function refuseBigEndian(archive: ZipArchive, folder: string): void {
  const entry = archive.entries.find(({ name }) => name === `${folder}byteorder`);
  if (!entry || entry.bytes > 16) return;
  if (Buffer.from(archive.read(entry)).toString('latin1') === 'big') {
    throw new CheckpointProblem('it was written on a big-endian machine');
  }
}

/** Three pickles of preliminaries, the value, the keys of storages, and these one after the other. */
function readLegacy(bytes: Uint8Array, options: ReadOptions): unknown {
  const storages = new Map<string, TorchStorage>();
  const table = pickleTable(bytes.length, {
    ...options,
    onStorage: (storage) => void storages.set(storage.key, storage),
  });
  const magic = bytes[0] === 0x80 ? unpickle(bytes, 0, table) : undefined;
  if (magic?.value !== LEGACY_MAGIC) throw new CheckpointProblem('no PyTorch file begins like it');
  const version = unpickle(bytes, magic.end, table);
  if (version.value !== LEGACY_VERSION) throw new CheckpointProblem('its version is unknown');
  const system = unpickle(bytes, version.end, table);
  const { value, end } = unpickle(bytes, system.end, table);
  const keys = unpickle(bytes, end, table);
  fillLegacy(bytes, keys, storages);
  return value;
}

function fillLegacy(
  bytes: Uint8Array,
  { value: keys, end }: { value: unknown; end: number },
  storages: ReadonlyMap<string, TorchStorage>,
): void {
  if (!Array.isArray(keys)) throw new CheckpointProblem('its list of storages is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = end;
  for (const key of keys) {
    const storage = storages.get(String(key));
    if (!storage) throw new CheckpointProblem(`nothing belongs to its storage '${key}'`);
    if (Number(view.getBigInt64(at, true)) !== storage.length) {
      throw new CheckpointProblem(`storage '${storage.key}' isn't as long as it should be`);
    }
    storage.fill(bytes.subarray(at + 8, at + 8 + storage.byteLength));
    at += 8 + storage.byteLength;
  }
}

interface TableOptions extends ReadOptions {
  onStorage(storage: TorchStorage): void;
}

/** The closed table: what PyTorch's own pickles of weights mention. */
function pickleTable(fileBytes: number, options: TableOptions): PickleTable {
  const storages = new Map<string, TorchStorage>();
  let viewed = 0;
  const rebuildTensor = (args: readonly unknown[]) => {
    const tensor = toTensor(args);
    viewed += tensor.length;
    if (viewed <= MAX_VIEWS_PER_BYTE * fileBytes) return tensor;
    throw new CheckpointProblem('its tensors would take far more memory than the file', true);
  };
  return {
    calls: new Map<string, (args: readonly unknown[]) => unknown>([
      ['torch._utils._rebuild_tensor_v2', rebuildTensor],
      ['torch._utils._rebuild_tensor', rebuildTensor],
      ['torch._utils._rebuild_parameter', ([tensor]) => tensor],
      ['collections.OrderedDict', ([pairs]) => toMap(pairs)],
      ['torch.Size', ([dims]) => dims],
      ['_codecs.encode', ([text]) => Buffer.from(String(text), 'latin1')],
    ]),
    mayMention: ({ module, name }) =>
      options.allowInert === true || (module === 'torch' && isStorageType(name)),
    persistent(id) {
      const storage = toStorage(id);
      const known = storages.get(storage.key);
      if (known) return known;
      storages.set(storage.key, storage);
      options.onStorage(storage);
      return storage;
    },
  };
}

/** `('storage', type, key, location, length)`, and a sixth value in legacy files. */
function toStorage(id: unknown): TorchStorage {
  const [kind, type, key, , length, view] = Array.isArray(id) ? (id as unknown[]) : [];
  const isStorage = kind === 'storage' && type instanceof PickleGlobal && typeof key === 'string';
  if (!isStorage || !Number.isSafeInteger(length) || (length as number) < 0) {
    throw new CheckpointProblem('it refers to something that is no storage');
  }
  if (!isStorageType(type.name))
    throw new CheckpointProblem(`it holds numbers of type ${type.fullName}`);
  if (view) throw new CheckpointProblem('its storages are parts of each other');
  return new TorchStorage(type.name, key, length as number);
}

function toTensor([storage, offset, dims, strides]: readonly unknown[]): TorchTensor {
  if (storage instanceof TorchStorage && Array.isArray(dims) && Array.isArray(strides)) {
    return new TorchTensor(storage, offset as number, dims as number[], strides as number[]);
  }
  throw new CheckpointProblem(`a tensor is made of ${describeValue(storage)}`);
}

function toMap(pairs: unknown): Map<unknown, unknown> {
  if (pairs === undefined) return new Map();
  const isPairs = Array.isArray(pairs) && pairs.every((pair) => Array.isArray(pair));
  if (!isPairs) throw new CheckpointProblem('a dictionary is made of what holds no pairs');
  return new Map(pairs.map((pair) => [pair[0], pair[1]] as [unknown, unknown]));
}
