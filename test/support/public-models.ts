import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { openModelStore, type ModelStore } from '../../src/inference/model-store.js';
import { examineModel } from '../../src/separation/examine-model.js';
import type { LoadedModel } from '../../src/separation/public-model.js';

type Settings = LoadedModel['settings'];

/** A place for models that are made up by a test file, and what runs them. */
export function modelBench() {
  const inference = createInferenceHost({ maxProcesses: 1, providers: ['cpu'] });
  const folder = mkdtemp(join(tmpdir(), 'canto-models-'));
  let count = 0;
  afterAll(async () => {
    await inference.close();
    await rm(await folder, { recursive: true });
  });

  /** Named for its content, so that a model which is used again needn't be loaded again. */
  async function save(bytes: Uint8Array): Promise<string> {
    const name = createHash('sha256').update(bytes).digest('hex');
    const path = join(await folder, `${name}.onnx`);
    await writeFile(path, bytes);
    return path;
  }

  return {
    inference,
    save,
    /** Loads a model as an engine does, without asking what it is. */
    async load(bytes: Uint8Array, settings: Settings = {}): Promise<LoadedModel> {
      const session = await inference.open({ path: await save(bytes) });
      return { name: 'made-up', session, info: session.info, settings, uvrKey: 'unknown' };
    },
    /** A model store of its own, into which the model is imported under `name`. */
    async import(name: string, bytes: Uint8Array, settings: Settings = {}): Promise<ModelStore> {
      const path = await save(bytes);
      const store = await openModelStore({ dataDir: join(await folder, `data-${count++}`) });
      const { entry } = await examineModel(path, { inference, name, settings });
      await store.adopt(path, entry);
      return store;
    },
  };
}
