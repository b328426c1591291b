/** Protobuf as far as ONNX needs it: a message is the concatenation of its fields. Fields are lists of
 *  parts, joined only once at the end, since weights are large. */
export type Parts = readonly Uint8Array[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** A message of `fields`. */
export function message(...fields: readonly Parts[]): Parts {
  return fields.flat();
}

/** A field that holds a whole number, negative ones as 64-bit two's complement. */
export function integerField(field: number, value: number): Parts {
  return [Uint8Array.from([...digits(BigInt(field * 8 + VARINT)), ...digits(BigInt(value))])];
}

/** A field that holds a float32. */
export function floatField(field: number, value: number): Parts {
  const bytes = new Uint8Array(5);
  bytes[0] = field * 8 + FIXED_32;
  new DataView(bytes.buffer).setFloat32(1, value, true);
  return [bytes];
}

/** A field that holds UTF-8 text. */
export function textField(field: number, value: string): Parts {
  return bytesField(field, [Buffer.from(value)]);
}

/** A field that holds bytes, or a message. */
export function bytesField(field: number, value: Parts): Parts {
  const length = value.reduce((sum, part) => sum + part.length, 0);
  const head = [...digits(BigInt(field * 8 + LENGTH_DELIMITED)), ...digits(BigInt(length))];
  return [Uint8Array.from(head), ...value];
}

/** Base 128, least significant first, with the top bit on all but the last. */
function digits(value: bigint): number[] {
  const rest = BigInt.asUintN(64, value);
  return rest < 128n ? [Number(rest)] : [Number(rest & 127n) + 128, ...digits(rest >> 7n)];
}
