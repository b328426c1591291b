/** A process that starts an endless run and tells the pid of the session process; to be killed. */
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { float32Tensor } from '../../src/inference/tensor.js';

const host = createInferenceHost({ maxProcesses: 1, providers: ['cpu'] });
const session = await host.open({ path: process.env.SLOW_MODEL ?? '' });
void session.run({
  x: float32Tensor(new Float32Array(192 * 192), [192, 192]),
  iterations: { type: 'int64', data: BigInt64Array.of(1_000_000n), dims: [] },
});
process.send?.(host.processes().map(({ pid }) => pid));
