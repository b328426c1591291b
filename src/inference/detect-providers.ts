import { fileURLToPath } from 'node:url';
import { ModelError } from '../errors.js';
import { PREFERRED_PROVIDERS, type ExecutionProvider } from './execution-provider.js';
import { createInferenceHost } from './inference-host.js';

/** A model that does nothing (`test/inference/detect-providers.test.ts` makes it). */
const PROBE = fileURLToPath(new URL('../../models/probe.onnx', import.meta.url));

/** What models can run on here, the fastest first; tried out in a child process. Empty where ONNX
 *  Runtime itself doesn't run. */
export async function detectProviders(): Promise<ExecutionProvider[]> {
  const host = createInferenceHost({ maxProcesses: 1, threads: 1 });
  try {
    const { info } = await host.open({ path: PROBE });
    const missing = new Set(info.unavailable.map(({ provider }) => provider));
    return PREFERRED_PROVIDERS.filter((provider) => !missing.has(provider));
  } catch (error) {
    if (error instanceof ModelError) return [];
    throw error;
  } finally {
    await host.close();
  }
}
