import { namingCheckpoint } from '../../inference/torch/checkpoint-problem.js';
import type { VoiceBlender } from '../voice-blender.js';
import { blendModels } from './blend-models.js';
import { encodeRvcBody, readRvcSources } from './rvc-body.js';
import { readRvcModel } from './rvc-model.js';

/** Between two voices of RVC of one architecture: the mean of their weights, and both their indexes.
 *  They say in what they differ by an InputError `bad-checkpoint`. */
export const rvcBlender: VoiceBlender = {
  engine: 'rvc',
  async blend(parents, { mix }) {
    const all = await Promise.all(parents.map(({ path }) => readRvcSources(path)));
    const sources = all.flatMap((part, i) =>
      part.map((source) => ({ ...source, share: source.share * (i === 0 ? 1 - mix : mix) })),
    );
    const what = parents.map(({ manifest }) => manifest.name).join(' and ');
    const models = sources.map(({ model }) => readRvcModel(model, what));
    const { facts } = namingCheckpoint(what, () =>
      blendModels(
        models,
        sources.map(({ share }) => share),
      ),
    );
    return encodeRvcBody(facts, sources);
  },
};
