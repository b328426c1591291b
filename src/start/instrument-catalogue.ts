import type { Services } from '../http/services.js';
import { openBand, requireInstrument } from '../instruments/catalogue.js';
import { identifyFont } from '../instruments/choose-font.js';
import { planInstrumentPreview } from '../studio/small-plans.js';
import type { Canto } from './open-canto.js';

/** The instruments as the HTTP interface shows them. */
export function instrumentCatalogue(canto: Canto): Services['instruments'] {
  const { config } = canto;
  const band = openBand(config);
  return {
    async soundFont() {
      const { name, path } = await band.font();
      return { name, path };
    },
    async previewPath(id) {
      const plan = planInstrumentPreview(
        requireInstrument(id),
        await identifyFont(config.soundFont),
      );
      return canto.run(plan, {}, ({ files }) => files['preview.wav'].path);
    },
  };
}
