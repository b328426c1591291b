/** Protobuf wire types. */
const VARINT = 0;
const FIXED_64 = 1;
/** Of strings, bytes and messages within messages. */
export const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** One field of a protobuf message. */
export interface Field {
  field: number;
  wireType: number;
  /** Of a varint. */
  value: number;
  /** Of a length-delimited field. */
  payload: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** The fields of the protobuf message `bytes`, in their order; reads no more than its structure.
 *  @throws RangeError when `bytes` is no protobuf */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
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
