import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { detectProviders } from '../../src/inference/detect-providers.js';
import { identityModel } from '../support/onnx-writer.js';

it('every machine that runs models can run them on the CPU, as the last choice', async () => {
  expect((await detectProviders()).at(-1)).toBe('cpu');
});

it('the probe is the identity, as our writer makes it', async () => {
  const probe = await readFile(new URL('../../models/probe.onnx', import.meta.url));
  expect(probe.equals(identityModel())).toBe(true);
});
