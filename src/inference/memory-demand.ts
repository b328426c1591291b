import { totalmem } from 'node:os';
import { ModelError } from '../errors.js';

/** Memory of a process that runs a model, beyond the model: Node and ONNX Runtime. */
const BASE_PROCESS_BYTES = 90e6;
/** A loaded model takes its weights in the file's layout and in one that is quick to compute with. */
const LOADED_BYTES_PER_FILE_BYTE = 2.5;

/** What all models together may take by default: half of the machine's memory. */
export const DEFAULT_MODEL_MEMORY_BYTES = totalmem() / 2;

/** Memory that a process will take which loads `fileBytes` of models. */
export function expectedBytes(fileBytes: number): number {
  return BASE_PROCESS_BYTES + LOADED_BYTES_PER_FILE_BYTE * fileBytes;
}

/** @throws ModelError `model-too-large` when `needed` bytes are more than `allowed` */
export function refuseOversized(
  model: string,
  needed: number,
  allowed = DEFAULT_MODEL_MEMORY_BYTES,
): void {
  if (needed <= allowed) return;
  const [neededMb, allowedMb] = [needed, allowed].map((bytes) => Math.round(bytes / 1e6));
  throw new ModelError(
    'model-too-large',
    `model '${model}' takes about ${neededMb} MB — models may take ${allowedMb} MB here`,
    { hint: 'Choose an engine with a smaller model, or a machine with more memory.' },
  );
}
