/** The process that holds one ONNX session: forked by `session-process.ts`, never imported. A run
 *  blocks this process, and may crash it; both harm nobody else. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { ModelError } from '../errors.js';
import { metadataOf } from './model-metadata.js';
import type { ModelPort } from './model-signature.js';
import { messageOf, openOnFirst, refuseExternalData } from './open-session.js';
import { serveRequests } from './serve-requests.js';
import type {
  LoadRequest,
  ModelBuilder,
  ModelSource,
  SessionAnswer,
  SessionInfo,
  SessionRequest,
} from './session-messages.js';
import type { Tensor, Tensors, TensorType } from './tensor.js';

/** Failures travel as errors; ONNX Runtime need not print them too. */
env.logLevel = 'fatal';

let session: InferenceSession | undefined;

serveRequests<SessionRequest, SessionAnswer>((request) =>
  request.kind === 'load' ? load(request) : run(request.feeds),
);

async function load(request: LoadRequest): Promise<{ kind: 'loaded'; info: SessionInfo }> {
  const bytes = await modelBytes(request);
  const { opened, provider, unavailable } = await openOnFirst(request, request.path, (options) =>
    InferenceSession.create(bytes, options),
  );
  session = opened;
  const info = {
    provider,
    unavailable,
    inputs: session.inputMetadata.map(toPort),
    outputs: session.outputMetadata.map(toPort),
    metadata: metadataOf(bytes),
  };
  return { kind: 'loaded', info };
}

async function modelBytes(source: ModelSource): Promise<Uint8Array> {
  const given = await readChecked(source);
  const bytes = source.build ? await build(given, source.build) : given;
  refuseExternalData(bytes, source.path);
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
