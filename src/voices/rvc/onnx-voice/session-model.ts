import {
  bytesField,
  floatField,
  integerField,
  message,
  textField,
} from '../../../inference/onnx/protobuf.js';
import { fieldsOf, LENGTH_DELIMITED, type Field } from '../../../inference/protobuf-fields.js';
import { textAt } from './onnx-ports.js';

/** Operators whose numbers differ at every run, unless they have a seed. */
const RANDOM = /^(RandomNormal|RandomNormalLike|RandomUniform|RandomUniformLike)$/;
/** Seeds are float32: whole numbers up to this are all different. */
const SEEDS = 2 ** 24;

/** Fields of onnx.proto3. */
const GRAPH = 7;
const NODE = 1;
const OPERATOR = 4;
const ATTRIBUTE = 5;
const FLOAT_TYPE = 1;

/** The ONNX file `bytes` with seeds for what it draws at random: the same seed sings the same. Run
 *  by the session process.
 *  @throws RangeError when `bytes` is no protobuf */
export function buildModel(bytes: Uint8Array, { seed }: { seed: number }): Uint8Array {
  const parts = [...fieldsOf(bytes)].flatMap((part) =>
    part.field === GRAPH ? bytesField(GRAPH, seeded(part.payload, seed)) : written(part),
  );
  return Buffer.concat(parts);
}

function seeded(graph: Uint8Array, seed: number) {
  return [...fieldsOf(graph)].flatMap((part, n) => {
    const isRandom = part.field === NODE && RANDOM.test(textAt(part.payload, OPERATOR));
    if (!isRandom) return written(part);
    const attribute = message(
      textField(1, 'seed'),
      floatField(2, (seed * 31 + n * 7919) % SEEDS),
      integerField(20, FLOAT_TYPE),
    );
    return bytesField(NODE, [withoutSeed(part.payload), ...bytesField(ATTRIBUTE, attribute)]);
  });
}

/** A node without a seed of its own, which would be the same for every seed of ours. */
function withoutSeed(node: Uint8Array): Uint8Array {
  const kept = [...fieldsOf(node)].filter(
    ({ field, payload }) => field !== ATTRIBUTE || textAt(payload, 1) !== 'seed',
  );
  return Buffer.concat(kept.flatMap(written));
}

function written({ field, wireType, value, payload }: Field) {
  return wireType === LENGTH_DELIMITED ? bytesField(field, [payload]) : integerField(field, value);
}
