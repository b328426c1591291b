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

/** Protobuf wire types. */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

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

interface Field {
  field: number;
  wireType: number;
  /** Of a varint. */
  value: number;
  /** Of a length-delimited field. */
  payload: Uint8Array;
}

const NOTHING = new Uint8Array(0);

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const reader = new Reader(bytes);
  while (!reader.atEnd) {
    const key = reader.varint();
    const wireType = key & 7;
    const field = Math.floor(key / 8);
    if (wireType === VARINT) yield { field, wireType, value: reader.varint(), payload: NOTHING };
    else yield { field, wireType, value: 0, payload: reader.payload(wireType) };
  }
}

class Reader {
  #at = 0;

  constructor(readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.atEnd) throw new RangeError('a number is cut short: this is no ONNX file');
      const byte = this.bytes[this.#at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  payload(wireType: number): Uint8Array {
    const length = this.#payloadLength(wireType);
    const end = this.#at + length;
    if (end > this.bytes.length) throw new RangeError('a field is cut short: this is no ONNX file');
    const payload = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return payload;
  }

  #payloadLength(wireType: number): number {
    if (wireType === LENGTH_DELIMITED) return this.varint();
    if (wireType === FIXED_64) return 8;
    if (wireType === FIXED_32) return 4;
    throw new RangeError(`wire type ${wireType}: this is no ONNX file`);
  }
}
