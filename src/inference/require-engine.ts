import { InputError } from '../errors.js';
import type { ModelStore } from './model-store.js';

/** @throws NotFoundError when there is no model `id`, InputError `wrong-engine` when it isn't one that
 *  `engine` runs */
export async function requireEngine(
  { id, engine }: { id: string; engine: string },
  models: ModelStore,
): Promise<void> {
  if (models.describe(id).engine === engine) return;
  const fitting = (await models.list()).filter((entry) => entry.engine === engine);
  throw new InputError('wrong-engine', `the engine '${engine}' doesn't run the model '${id}'`, {
    hint: `It runs: ${fitting.map((entry) => entry.id).join(', ')}.`,
  });
}
