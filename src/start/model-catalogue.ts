import type { Config } from '../config.js';
import type { ModelCatalogue } from '../http/services.js';
import { openModelStore } from '../inference/model-store.js';

/** The model store as the HTTP interface shows it. */
export function modelCatalogue({ dataDir, modelsMirror: mirror }: Config): ModelCatalogue {
  return {
    async list() {
      const store = await openModelStore({ dataDir, mirror });
      const models = await store.list();
      return models.map(({ isInstalled, ...model }) => ({ ...model, present: isInstalled }));
    },
  };
}
