/** The process that holds one ONNX session: forked by `session-process.ts`, never imported. A run
 *  blocks this process, and may crash it; both harm nobody else. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { ModelError, toErrorRecord } from '../errors.js';
import type { ExecutionProvider } from './execution-provider.js';
import { namesExternalData } from './external-data.js';
import { metadataOf } from './model-metadata.js';
import type { ModelPort } from './model-signature.js';
import type {
  LoadRequest,
  ModelBuilder,
  ModelSource,
  SessionInfo,
  SessionReply,
  SessionRequest,
} from './session-messages.js';
import type { Tensor, Tensors, TensorType } from './tensor.js';

/** Failures travel as errors; ONNX Runtime need not print them too. */
env.logLevel = 'fatal';

/** The event loop stands still during a run, so a thread of its own notices a lost parent then. */
const PARENT_WATCH = `setInterval(() => {
  if (process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL');
}, 500);`;

let session: InferenceSession | undefined;

new Worker(PARENT_WATCH, { eval: true, execArgv: [] });
process.on('disconnect', () => process.exit());
process.on('message', (request: SessionRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});

async function answer(request: SessionRequest): Promise<SessionReply> {
  try {
    const reply = request.kind === 'load' ? await load(request) : await run(request.feeds);
    return { ...reply, residentBytes: process.memoryUsage.rss() };
  } catch (error) {
    const record = toErrorRecord(error);
    return { kind: 'failed', error: record, residentBytes: process.memoryUsage.rss() };
  }
}

async function load(request: LoadRequest): Promise<{ kind: 'loaded'; info: SessionInfo }> {
  const bytes = await modelBytes(request);
  const opened = await createSession(bytes, request);
  session = opened.session;
  const info = {
    provider: opened.provider,
    unavailable: opened.unavailable,
    inputs: session.inputMetadata.map(toPort),
    outputs: session.outputMetadata.map(toPort),
    metadata: metadataOf(bytes),
  };
  return { kind: 'loaded', info };
}

async function modelBytes(source: ModelSource): Promise<Uint8Array> {
  const given = await readChecked(source);
  const bytes = source.build ? await build(given, source.build) : given;
  refuseExternalData(bytes, source);
  return bytes;
}

async function build(bytes: Uint8Array, { module, settings }: ModelBuilder): Promise<Uint8Array> {
  const { buildModel } = (await import(module)) as {
    buildModel: (bytes: Uint8Array, settings: ModelBuilder['settings']) => Uint8Array;
  };
  return buildModel(bytes, settings);
}

/** The bytes that are hashed and searched are the ones that are loaded, whatever happens to the file. */
async function readChecked({ path, part, sha256 }: ModelSource): Promise<Uint8Array> {
  const bytes = await readPart(path, part);
  if (sha256 && createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new ModelError('model-corrupt', `model '${basename(path)}' isn't the file it should be`, {
      hint: '`canto models verify` lists broken models; pull them again.',
    });
  }
  return bytes;
}

async function readPart(path: string, part: ModelSource['part']): Promise<Uint8Array> {
  const file = await open(path);
  try {
    if (!part) return await file.readFile();
    const bytes = Buffer.alloc(part.bytes);
    const { bytesRead } = await file.read(bytes, 0, part.bytes, part.at);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function refuseExternalData(bytes: Uint8Array, { path }: ModelSource): void {
  if (!mustBeRefused(bytes, path)) return;
  throw new ModelError(
    'model-external-data',
    `model '${basename(path)}' keeps its weights in other files — one self-contained file is expected`,
    { hint: 'Convert it with onnx.save_model(model, path, save_as_external_data=False).' },
  );
}

function mustBeRefused(bytes: Uint8Array, path: string): boolean {
  try {
    return namesExternalData(bytes);
  } catch (error) {
    throw brokenModel(path, error);
  }
}

async function createSession(bytes: Uint8Array, { path, providers, threads }: LoadRequest) {
  const unavailable: { provider: ExecutionProvider; reason: string }[] = [];
  for (const provider of providers) {
    try {
      const opened = await InferenceSession.create(bytes, sessionOptions(provider, threads));
      return { session: opened, provider, unavailable };
    } catch (error) {
      if (provider === 'cpu') throw brokenModel(path, error);
      unavailable.push({ provider, reason: messageOf(error) });
    }
  }
  throw new ModelError(
    'provider-missing',
    `none of ${providers.join(', ')} runs '${basename(path)}' here: ${unavailable[0]?.reason}`,
    { hint: '`canto doctor` says what this machine has.' },
  );
}

function sessionOptions(provider: ExecutionProvider, threads: number) {
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4 as const,
    // Idle threads would otherwise spin, and slow down every other process.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

function brokenModel(path: string, cause: unknown): ModelError {
  return new ModelError(
    'model-broken',
    `'${basename(path)}' is no ONNX model that can be loaded: ${messageOf(cause)}`,
    { hint: 'Get the file again, or export the model anew.', cause },
  );
}

function toPort(port: InferenceSession.ValueMetadata): ModelPort {
  if (!port.isTensor) return { name: port.name, type: 'no tensor', dims: [] };
  return { name: port.name, type: port.type, dims: port.shape };
}

async function run(feeds: Tensors): Promise<{ kind: 'outputs'; outputs: Tensors }> {
  if (!session) throw new Error('a run was asked for before a model was loaded');
  try {
    const outputs = Object.entries(await session.run(toOrt(feeds)));
    return {
      kind: 'outputs',
      outputs: Object.fromEntries(outputs.map(([name, value]) => [name, fromOrt(value)])),
    };
  } catch (cause) {
    throw new ModelError('inference-failed', `the model can't run on this: ${messageOf(cause)}`, {
      hint: '`canto models verify` tells whether its file is whole.',
      cause,
    });
  }
}

function toOrt(feeds: Tensors): Record<string, OrtTensor> {
  const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => [
    name,
    new OrtTensor(type, data, dims),
  ]);
  return Object.fromEntries(tensors) as Record<string, OrtTensor>;
}

function fromOrt({ type, data, dims }: OrtTensor): Tensor {
  return { type: type as TensorType, data: data as Tensor['data'], dims };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
