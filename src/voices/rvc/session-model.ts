import { namingCheckpoint } from '../../inference/torch/checkpoint-problem.js';
import { blendModels } from './blend-models.js';
import { buildDecoder } from './build-decoder.js';
import { buildFront } from './build-front.js';
import { split } from './rvc-body.js';
import { readRvcModel } from './rvc-model.js';

/** Which part of a voice to build, for whom of its speakers, and of what it is blended. */
export type RvcPart = {
  part: 'front' | 'decoder';
  speaker: number;
  /** Bytes of each checkpoint. */
  lengths: readonly number[];
  /** Of each checkpoint. */
  shares: readonly number[];
};

/** The ONNX file of a part of the voice in `bytes`, one checkpoint (.pth) or several; run by the
 *  session process.
 *  @throws InputError `bad-checkpoint`, `unsafe-checkpoint` */
export function buildModel(bytes: Uint8Array, settings: RvcPart): Uint8Array {
  const name = 'the voice';
  const models = split(bytes, settings.lengths).map((model) => readRvcModel(model, name));
  const build = settings.part === 'front' ? buildFront : buildDecoder;
  return namingCheckpoint(name, () =>
    build(blendModels(models, settings.shares), settings.speaker),
  );
}
