import { namingCheckpoint } from '../../inference/torch/checkpoint-problem.js';
import { buildDecoder } from './build-decoder.js';
import { buildFront } from './build-front.js';
import { readRvcModel } from './rvc-model.js';

/** Which part of a voice to build, and for whom of its speakers. */
export type RvcPart = { part: 'front' | 'decoder'; speaker: number };

/** The ONNX file of a part of the voice `bytes` (a .pth); run by the session process.
 *  @throws InputError `bad-checkpoint`, `unsafe-checkpoint` */
export function buildModel(bytes: Uint8Array, settings: RvcPart): Uint8Array {
  const name = 'the voice';
  const model = readRvcModel(bytes, name);
  const build = settings.part === 'front' ? buildFront : buildDecoder;
  return namingCheckpoint(name, () => build(model, settings.speaker));
}
