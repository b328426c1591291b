import { ModelError } from '../errors.js';
import type { Tensors } from '../inference/tensor.js';

/** What a stranger's model must give. */
interface ExpectedOutput {
  /** Of the model, for people. */
  readonly model: string;
  /** Of the output. */
  readonly name: string;
  readonly dims: readonly number[];
}

/** The output of a run, held to its shape and to finite numbers.
 *  @throws ModelError `model-bad-output` */
export function checkedOutput(outputs: Tensors, { model, name, dims }: ExpectedOutput) {
  const { data, dims: found } = outputs[name];
  const fits = data instanceof Float32Array && found.join() === dims.join();
  if (!fits) throw badOutput(model, `float32[${dims.join(', ')}]`, `[${found.join(', ')}]`);
  if (!data.every(Number.isFinite)) throw badOutput(model, 'numbers', 'infinity or NaN');
  return data;
}

function badOutput(model: string, expected: string, found: string): ModelError {
  return new ModelError(
    'model-bad-output',
    `model '${model}' should give ${expected} — it gave ${found}`,
    { hint: 'Its file is broken, or no separation model: choose another one.' },
  );
}
