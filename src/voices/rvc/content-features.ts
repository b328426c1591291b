import type { InferenceHost, InferenceSession, ModelFile } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { float32Data, float32Tensor } from '../../inference/tensor.js';
import type { RunOptions } from '../../progress.js';
import type { RvcFacts } from './rvc-model.js';

/** The model of the catalogue that hears what is sung: ContentVec. */
export const CONTENT_MODEL = 'contentvec';
/** The same as an ONNX file, which gives the features of v2 alone. */
const CONTENT_ONNX_MODEL = 'contentvec-onnx';

/** One feature per so many samples at 16 kHz … */
const HOP = 320;
/** … and so many more that the last one needs. */
const REACH = 80;

/** Width of the features of either version, and where in the model they are taken. */
const FEATURES = {
  v1: { width: 256, layer: 9, isProjected: true },
  v2: { width: 768, layer: 12, isProjected: false },
};

/** Opens the content encoder for voices of a version.
 *  @throws ModelError `model-missing`, with the command that gets it */
export async function openContentEncoder(
  { version }: RvcFacts,
  { host, models, signal }: { host: InferenceHost; models: ModelStore } & RunOptions,
): Promise<InferenceSession> {
  const id = await models.firstInstalled(
    version === 'v2' ? [CONTENT_MODEL, CONTENT_ONNX_MODEL] : [CONTENT_MODEL],
  );
  const { layer, isProjected } = FEATURES[version];
  const module = new URL('./content/session-model.js', import.meta.url).href;
  const model: ModelFile = {
    path: await models.resolve(id),
    sha256: models.describe(id).sha256,
    ...(id === CONTENT_MODEL && { build: { module, settings: { layer, isProjected } } }),
  };
  return host.open(model, { signal });
}

/** How wide the features of a voice are. */
export function featureWidth({ version }: RvcFacts): number {
  return FEATURES[version].width;
}

/** What is sung in `samples` [16 kHz]: one row per 20 ms, as many as it takes for `frames` of 10 ms.
 *  @returns [ceil(frames / 2) × width] */
export async function contentFeatures(
  session: InferenceSession,
  samples: Float32Array,
  { frames, width, ...run }: { frames: number; width: number } & RunOptions,
): Promise<Float32Array> {
  const rows = Math.ceil(frames / 2);
  // Longer than the frames, so that none is lost at the end of an odd number of them.
  const audio = new Float32Array(HOP * rows + REACH);
  audio.set(samples.subarray(0, audio.length));
  const { input, output } = portsOf(session);
  const dims = input.dims.length === 3 ? [1, 1, audio.length] : [1, audio.length];
  const outputs = await session.run({ [input.name]: float32Tensor(audio, dims) }, run);
  return float32Data(outputs, output.name).subarray(0, rows * width);
}

/** ONNX files of ContentVec take [1, N] or [1, 1, N]; some give layer 9 (`units9`) beside layer 12, last. */
function portsOf({ info }: InferenceSession) {
  return { input: info.inputs[0], output: info.outputs[info.outputs.length - 1] };
}
