import type { InferenceSession } from '../inference/inference-host.js';
import type { ImportedEntry } from '../inference/model-manifest.js';
import { requireEngine } from '../inference/require-engine.js';
import type { SessionInfo } from '../inference/session-messages.js';
import { uvrKeyOf } from './mdx/uvr-models.js';
import type { SeparatorOptions } from './separator.js';

/** A published model's file, as far as it tells what it is. */
export interface ModelFacts {
  /** For people. */
  readonly name: string;
  readonly info: SessionInfo;
  /** Its key in UVR's table. */
  readonly uvrKey: string;
  /** What the user said of it when importing it. */
  readonly settings: ImportedEntry['settings'];
}

/** A published model that is ready to run. */
export interface LoadedModel extends ModelFacts {
  readonly session: InferenceSession;
}

/** Loads the model `id` for `engine`.
 *  @throws NotFoundError, ModelError as the model store does; InputError `wrong-engine` when the
 *  model belongs to another engine */
export async function loadPublicModel(
  { id, engine }: { id: string; engine: string },
  { models, inference, signal }: SeparatorOptions,
): Promise<LoadedModel> {
  await requireEngine({ id, engine }, models);
  const entry = models.describe(id);
  const path = await models.resolve(id);
  const session = await inference.open({ path, sha256: entry.sha256 }, { signal });
  return {
    name: id,
    session,
    info: session.info,
    uvrKey: await uvrKeyOf(path),
    settings: 'settings' in entry ? entry.settings : {},
  };
}
