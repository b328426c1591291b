import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { float32Data, float32Tensor } from '../../src/inference/tensor.js';
import { maxError, readDoubleFile, readFloatFile } from '../support/float-files.js';

const host = createInferenceHost({ maxProcesses: 1, threads: 1 });
afterAll(() => host.close());

const vector = (name: string) => new URL(`./rmvpe-vectors/${name}`, import.meta.url);

it('RMVPE, built from its checkpoint, hears what it hears in PyTorch', async () => {
  const module = new URL('../../src/pitch/rmvpe/session-model.js', import.meta.url).href;
  const path = fileURLToPath(vector('rmvpe.pt'));
  const session = await host.open({ path, build: { module, settings: {} } });
  const mel = float32Tensor(readFloatFile(vector('mel.bin')), [1, 128, 32]);
  const salience = float32Data(await session.run({ mel }), 'salience');
  // The bar is 1e-4.
  expect(maxError(salience, readDoubleFile(vector('salience64.bin')))).toBeLessThan(1e-5);
});
