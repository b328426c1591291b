import { fieldsOf, LENGTH_DELIMITED } from './protobuf-fields.js';

/** Whether the ONNX file `bytes` has tensors whose data lies in other files. Such a model can make
 *  ONNX Runtime read any file that it names, so none is ever loaded. Reads no more of the protobuf
 *  than its structure.
 *  @throws RangeError when `bytes` is no protobuf */
export function namesExternalData(bytes: Uint8Array): boolean {
  return messageNamesExternalData(bytes, 'model');
}

type MessageName =
  'model' | 'training' | 'function' | 'graph' | 'node' | 'attribute' | 'sparseTensor' | 'tensor';

/** Where tensors can hide: the message types of onnx.proto3, and their fields that lead to tensors. */
const CHILDREN: Record<MessageName, Record<number, MessageName>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node', 11: 'attribute' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparseTensor' },
  node: { 5: 'attribute' },
  attribute: {
    5: 'tensor',
    6: 'graph',
    10: 'tensor',
    11: 'graph',
    22: 'sparseTensor',
    23: 'sparseTensor',
  },
  sparseTensor: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
};

/** TensorProto: `external_data`, the list of file, offset and length, and `data_location`. */
const EXTERNAL_DATA_FIELD = 13;
const DATA_LOCATION_FIELD = 14;

function messageNamesExternalData(bytes: Uint8Array, name: MessageName): boolean {
  for (const { field, wireType, value, payload } of fieldsOf(bytes)) {
    if (name === 'tensor' && field === EXTERNAL_DATA_FIELD) return true;
    if (name === 'tensor' && field === DATA_LOCATION_FIELD && value !== 0) return true;
    const child = CHILDREN[name][field];
    if (!child || wireType !== LENGTH_DELIMITED) continue;
    if (messageNamesExternalData(payload, child)) return true;
  }
  return false;
}
