import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { createInferenceHost } from '../../../src/inference/inference-host.js';
import { float32Data, float32Tensor } from '../../../src/inference/tensor.js';
import { contentFeatures } from '../../../src/voices/rvc/content-features.js';
import { buildModel } from '../../../src/voices/rvc/content/session-model.js';
import { maxError, readDoubleFile, readFloatFile } from '../../support/float-files.js';
import { tempDir } from '../../support/temp-dir.js';

const host = createInferenceHost({ maxProcesses: 1, threads: 1 });
afterAll(() => host.close());

const vector = (name: string) => new URL(`./hubert-vectors/${name}`, import.meta.url);
const module = new URL('../../../src/voices/rvc/content/session-model.js', import.meta.url).href;

it.each(['transformers.pt', 'fairseq.pt'])(
  'HuBERT, built from %s, hears what it hears in PyTorch',
  async (name) => {
    const audio = float32Tensor(readFloatFile(vector('audio.bin')), [1, 4000]);
    for (const [settings, file] of [
      [{ layer: 3, isProjected: false }, 'layer3.bin'],
      [{ layer: 2, isProjected: true }, 'layer2_projected.bin'],
    ] as const) {
      const path = fileURLToPath(vector(name));
      const session = await host.open({ path, build: { module, settings } });
      const features = float32Data(await session.run({ audio }), 'features');
      // The bar is 1e-4.
      expect(maxError(features, readDoubleFile(vector(file)))).toBeLessThan(2e-5);
    }
  },
);

it('HuBERT as an ONNX file hears what its weights hear', async () => {
  const settings = { layer: 3, isProjected: false };
  const weights = fileURLToPath(vector('transformers.pt'));
  const path = join(await tempDir(), 'content.onnx');
  await writeFile(path, buildModel(await readFile(weights), settings));
  const samples = readFloatFile(vector('audio.bin'));
  const [built, ready] = await Promise.all(
    [{ path: weights, build: { module, settings } }, { path }].map(async (model) =>
      contentFeatures(await host.open(model), samples, { frames: 20, width: 64 }),
    ),
  );
  expect(ready.some((value) => value !== 0)).toBe(true);
  expect(ready).toEqual(built);
});
