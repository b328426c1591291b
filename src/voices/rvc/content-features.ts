import type { InferenceHost, InferenceSession, ModelFile } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { float32Data, float32Tensor } from '../../inference/tensor.js';
import type { RunOptions } from '../../progress.js';
import type { RvcFacts } from './rvc-model.js';

/** The model of the catalogue that hears what is sung: ContentVec. */
export const CONTENT_MODEL = 'contentvec';

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
  const { layer, isProjected } = FEATURES[version];
  const model: ModelFile = {
    path: await models.resolve(CONTENT_MODEL),
    sha256: models.describe(CONTENT_MODEL).sha256,
    build: {
      module: new URL('./content/session-model.js', import.meta.url).href,
      settings: { layer, isProjected },
    },
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
  const outputs = await session.run({ audio: float32Tensor(audio, [1, audio.length]) }, run);
  return float32Data(outputs, 'features').subarray(0, rows * width);
}
