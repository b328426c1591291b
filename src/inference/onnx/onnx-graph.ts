import {
  bytesField,
  floatField,
  integerField,
  message,
  textField,
  type Parts,
} from './protobuf.js';

/** What a node's attribute can hold: a whole number or several, a float, text, a graph. */
type Attribute = number | readonly number[] | { float: number } | string | { graph: Parts };

/** Name of an attribute → what it holds. */
type Attributes = Readonly<Record<string, Attribute>>;

type Dims = readonly (number | string)[];

/** Element types of onnx.proto3. */
const ELEMENT_TYPES = { float32: 1, int64: 7, bool: 9 } as const;
type ElementType = keyof typeof ELEMENT_TYPES;

const IR_VERSION = 9;
/** The first with Gelu. */
const OPSET = 20;

/** Types of attributes. */
const FLOAT = 1;
const INT = 2;
const STRING = 3;
const GRAPH = 5;
const INTS = 7;

/** An ONNX graph that is put together node by node. Values are named by numbers, in the order in
 *  which they appear, so the same calls give the same bytes. Field numbers are those of onnx.proto3. */
export class OnnxGraph {
  readonly #nodes: Parts[] = [];
  readonly #tensors: Parts[] = [];
  readonly #inputs: Parts[] = [];
  readonly #outputs: Parts[] = [];
  #names = 0;

  /** @param prefix of the names of its values, which mustn't be those of a graph around it */
  constructor(readonly prefix = 'v') {}

  /** Declares an input; dims that are names can have any size. */
  input(name: string, type: ElementType, dims: Dims): string {
    this.#inputs.push(port(name, type, dims));
    return name;
  }

  /** Makes `value` the output `name`. */
  output(name: string, type: ElementType, dims: Dims, value: string): void {
    this.#outputs.push(port(name, type, dims));
    if (value !== name) this.#node('Identity', [value], { outputs: [name] });
  }

  /** Weights of shape `dims`, row-major. */
  weights(data: Float32Array, dims: readonly number[]): string {
    return this.#tensor('float32', bytesOf(data), dims);
  }

  /** Whole numbers, for shapes and indices: a list, or a single one where `dims` is empty. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#tensor('int64', bytesOf(BigInt64Array.from(values, BigInt)), dims);
  }

  /** A single float. */
  scalar(value: number): string {
    return this.weights(Float32Array.of(value), []);
  }

  /** A tensor as onnx.proto3 has it. */
  rawTensor(tensor: Parts): void {
    this.#tensors.push(tensor);
  }

  /** Adds a node.
   *  @param inputs names of values; '' for one that is left out
   *  @returns the name of its (first) output */
  op(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.ops(operator, inputs, { count: 1, attributes })[0];
  }

  /** Adds a node with `count` outputs. */
  ops(
    operator: string,
    inputs: readonly string[],
    { count, attributes = {} }: { count: number; attributes?: Attributes },
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.#newName());
    this.#node(operator, inputs, { outputs, attributes });
    return outputs;
  }

  /** The graph as a message, to be an attribute of a node of another graph. */
  asMessage(): Parts {
    return message(
      ...this.#nodes.map((part) => bytesField(1, part)),
      textField(2, 'graph'),
      ...this.#tensors.map((part) => bytesField(5, part)),
      ...this.#inputs.map((part) => bytesField(11, part)),
      ...this.#outputs.map((part) => bytesField(12, part)),
    );
  }

  /** The whole ONNX file. */
  toModel(): Uint8Array {
    const opset = message(textField(1, ''), integerField(2, OPSET));
    const model = message(
      integerField(1, IR_VERSION),
      bytesField(7, this.asMessage()),
      bytesField(8, opset),
    );
    return Buffer.concat(model);
  }

  #newName(): string {
    return `${this.prefix}${this.#names++}`;
  }

  #tensor(type: ElementType, data: Uint8Array, dims: readonly number[]): string {
    const name = this.#newName();
    this.rawTensor(
      message(
        ...dims.map((size) => integerField(1, size)),
        integerField(2, ELEMENT_TYPES[type]),
        textField(8, name),
        bytesField(9, [data]),
      ),
    );
    return name;
  }

  #node(
    operator: string,
    inputs: readonly string[],
    { outputs, attributes = {} }: { outputs: readonly string[]; attributes?: Attributes },
  ): void {
    this.#nodes.push(
      message(
        ...inputs.map((name) => textField(1, name)),
        ...outputs.map((name) => textField(2, name)),
        textField(4, operator),
        ...Object.entries(attributes).map(([name, value]) =>
          bytesField(5, message(textField(1, name), attributeValue(value))),
        ),
      ),
    );
  }
}

function attributeValue(value: Attribute): Parts {
  if (typeof value === 'number') return message(integerField(3, value), integerField(20, INT));
  if (typeof value === 'string') return message(textField(4, value), integerField(20, STRING));
  if ('float' in value) return message(floatField(2, value.float), integerField(20, FLOAT));
  if ('graph' in value) return message(bytesField(6, value.graph), integerField(20, GRAPH));
  return message(...value.map((item) => integerField(8, item)), integerField(20, INTS));
}

function port(name: string, type: ElementType, dims: Dims): Parts {
  const shape = dims.map((dim) =>
    bytesField(1, typeof dim === 'number' ? integerField(1, dim) : textField(2, dim)),
  );
  const tensorType = message(
    integerField(1, ELEMENT_TYPES[type]),
    bytesField(2, message(...shape)),
  );
  return message(textField(1, name), bytesField(2, bytesField(1, tensorType)));
}

function bytesOf(data: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
