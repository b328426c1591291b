import type { StepFunction } from '../../jobs/plan.js';
import { openVoiceLibrary } from '../../voices/voice-library.js';

/** file `voice`, any `recording…` that is to be kept, data `cloned` → the voice in the library;
 *  data: the clone's report and the `voice`'s id and name. A voice that is there already, byte by
 *  byte, isn't added again, so that the step may be repeated after a crash. */
export const keepVoiceStep: StepFunction = async ({ files, data, config }) => {
  const { voice: path, ...recordings } = files;
  const library = openVoiceLibrary(config);
  const voice = await library.add(path, { once: true, recordings: Object.values(recordings) });
  const { id, name, range } = voice;
  return { ...(data.cloned as object), voice: { id, name, range: { ...range } } };
};
