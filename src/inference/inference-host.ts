import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { ModelError } from '../errors.js';
import { PREFERRED_PROVIDERS } from './execution-provider.js';
import { DEFAULT_MODEL_MEMORY_BYTES } from './memory-demand.js';
import { checkSignature, type ModelSignature } from './model-signature.js';
import type { ModelSource, SessionInfo } from './session-messages.js';
import { SessionPool, type PoolOptions } from './session-pool.js';
import type { Tensors } from './tensor.js';

/** By default as many processes as half of the cores, the cores shared out among them, half of the
 *  machine's memory, and CUDA before the CPU. */
export type InferenceHostOptions = Partial<PoolOptions>;

/** A model to be run. */
export interface ModelFile extends ModelSource {
  /** What the caller will feed and read. */
  readonly expect?: ModelSignature;
}

interface CallOptions {
  signal?: AbortSignal;
}

/** A model that is ready to run. Runs at the same time spread over the host's processes. */
export interface InferenceSession {
  readonly info: SessionInfo;
  /** @throws CancelledError as soon as `signal` is aborted, in mid-run too
   *  @throws ModelError `inference-crashed` when its process dies, `inference-failed` when the model
   *  can't take these feeds; the next run is not affected */
  run(feeds: Tensors, options?: CallOptions): Promise<Tensors>;
}

/** Runs ONNX models in child processes, never in this one. */
export interface InferenceHost {
  /** @throws ModelError when the file is missing, broken, too large, refused, or not as expected */
  open(model: ModelFile, options?: CallOptions): Promise<InferenceSession>;
  /** The processes that live now. */
  processes(): readonly { pid: number | undefined; path: string; isBusy: boolean }[];
  /** Ends all processes; what waits or runs is cancelled. */
  close(): Promise<void>;
}

/** A host without processes yet: they start when models are opened. Close it when done. */
export function createInferenceHost(options: InferenceHostOptions = {}): InferenceHost {
  const pool = new SessionPool(withDefaults(options));
  return {
    async open(model, { signal } = {}) {
      const size = model.part?.bytes ?? (await fileSize(model.path));
      const info = await pool.use({ model, size, signal }, ({ info }) => Promise.resolve(info));
      if (model.expect) checkSignature(basename(model.path), info, model.expect);
      return {
        info,
        run: (feeds, { signal } = {}) =>
          pool.use({ model, size, signal }, ({ process }) => process.run(feeds, signal)),
      };
    },
    processes: () => pool.processes(),
    close: () => pool.close(),
  };
}

function withDefaults(options: InferenceHostOptions): PoolOptions {
  const cores = availableParallelism();
  const maxProcesses = options.maxProcesses ?? Math.max(1, Math.floor(cores / 2));
  return {
    maxProcesses,
    threads: options.threads ?? Math.max(1, Math.floor(cores / maxProcesses)),
    memoryBytes: options.memoryBytes ?? DEFAULT_MODEL_MEMORY_BYTES,
    providers: options.providers ?? PREFERRED_PROVIDERS,
  };
}

async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw new ModelError('model-missing', `there is no model file '${path}'`, {
      hint: '`canto models list` says which models are here.',
      cause,
    });
  }
}
