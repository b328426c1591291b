import type { ModelStore } from '../../inference/model-store.js';
import { requireEngine } from '../../inference/require-engine.js';

/** The engine's name, and its version: a new one never reuses an old one's results. */
export const MUSICGEN = 'musicgen';
/** Of the engine. */
export const MUSICGEN_VERSION = 1;

const DEFAULT_MODEL = 'musicgen-small';

/** A music model that is here. */
export interface MusicModel {
  readonly id: string;
  readonly sha256: string;
  readonly licence: string;
}

/** The model `id` of this engine, or its default one, after its files were checked.
 *  @throws NotFoundError for an unknown model, InputError `wrong-engine` for another engine's, ModelError
 *    `model-missing` with the command that gets it */
export async function chooseMusicModel(
  models: ModelStore,
  id = DEFAULT_MODEL,
): Promise<MusicModel> {
  await requireEngine({ id, engine: MUSICGEN }, models);
  await models.resolve(id);
  const { sha256, licence } = models.describe(id);
  return { id, sha256, licence };
}
