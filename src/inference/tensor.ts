/** Element types that models here take and give, by ONNX's names in lower case. */
interface TensorArrays {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  int8: Int8Array;
  bool: Uint8Array;
}

/** Element types, by ONNX's names. */
export type TensorType = keyof TensorArrays;

/** An n-dimensional array, row-major; `data` has as many elements as the product of `dims`. */
export interface Tensor {
  readonly type: TensorType;
  readonly data: TensorArrays[TensorType];
  readonly dims: readonly number[];
}

/** Tensors by the names of the inputs or outputs that they belong to. */
export type Tensors = Record<string, Tensor>;

/** A float32 tensor of `dims`; wraps `data` without copying. */
export function float32Tensor(data: Float32Array, dims: readonly number[]): Tensor {
  return { type: 'float32', data, dims };
}

/** The data of the float32 tensor `name`.
 *  @throws TypeError when there is none: open the session with `expect`, which checks the model */
export function float32Data(tensors: Tensors, name: string): Float32Array {
  const data = tensors[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new TypeError(`the model gave no float32 tensor '${name}'`);
}
