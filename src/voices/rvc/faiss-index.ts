import { InputError } from '../../errors.js';

/** A voice's own features, sorted into lists by their nearest centroid: what faiss's IVF-Flat is. */
export interface FaissIndex {
  /** Width of a feature. */
  readonly width: number;
  /** [lists × width] */
  readonly centroids: Float32Array;
  readonly lists: readonly InvertedList[];
}

/** The features nearest to one centroid. */
export interface InvertedList {
  readonly length: number;
  /** [length × width] */
  readonly vectors: Float32Array;
  /** Of each vector, its row in the voice's features. */
  readonly ids: Int32Array;
}

const L2 = 1;
/** Beyond any voice, so that no claim of a file makes us allocate without bound. */
const MAX_WIDTH = 4096;

/** Reads the `.index` of a voice: IVF-Flat with L2 distances, as faiss writes it.
 *  @throws InputError `bad-index` */
export function readFaissIndex(bytes: Uint8Array, name: string): FaissIndex {
  try {
    return new IndexReader(bytes).read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const found = error instanceof IndexProblem ? error.message : 'it is cut short';
    throw new InputError('bad-index', `'${name}' is no index that can be used: ${found}`, {
      hint: 'Take the file added_….index of the voice, or import the voice without an index.',
    });
  }
}

class IndexProblem extends RangeError {}

/** Field by field, little-endian. */
class IndexReader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(readonly bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): FaissIndex {
    const kind = this.#tag();
    if (kind !== 'IwFl') {
      throw new IndexProblem(`its kind is '${kind.replace(/[^ -~]/g, '?')}', not IVF-Flat`);
    }
    const { width, count } = this.#header();
    if (count === 0) throw new IndexProblem('it holds no features (trained_… files never do)');
    const lists = this.#count();
    this.#skip(8); // nprobe
    const centroids = this.#quantizer(width, lists);
    this.#skipDirectMap();
    return { width, centroids, lists: this.#lists(width, { lists, count }) };
  }

  #header(): { width: number; count: number } {
    const width = this.#buffer.readInt32LE(this.#take(4));
    const count = this.#count();
    this.#skip(2 * 8 + 1); // unused, isTrained
    const metric = this.#buffer.readInt32LE(this.#take(4));
    if (metric !== L2) throw new IndexProblem('it measures by other distances than L2');
    if (width < 1 || width > MAX_WIDTH) throw new IndexProblem(`its features are ${width} wide`);
    return { width, count };
  }

  #quantizer(width: number, lists: number): Float32Array {
    const kind = this.#tag();
    if (!['IxF2', 'IxFI', 'IxFl'].includes(kind)) {
      throw new IndexProblem('its centroids are packed in a way that is not supported');
    }
    const header = this.#header();
    if (header.width !== width || header.count !== lists || this.#count() !== width * lists) {
      throw new IndexProblem('its centroids are not as many as its lists');
    }
    return this.#floats(width * lists);
  }

  #skipDirectMap(): void {
    const type = this.#buffer.readUInt8(this.#take(1));
    this.#skip(8 * this.#count());
    if (type === 2) this.#skip(16 * this.#count());
  }

  #lists(width: number, { lists, count }: { lists: number; count: number }): InvertedList[] {
    if (this.#tag() !== 'ilar' || this.#count() !== lists || this.#count() !== 4 * width) {
      throw new IndexProblem('its lists are not those of IVF-Flat');
    }
    const sizes = this.#sizes(lists);
    if (sizes.reduce((sum, size) => sum + size, 0) !== count) {
      throw new IndexProblem(`its lists don't hold the ${count} features that it claims`);
    }
    return sizes.map((length) => ({
      length,
      vectors: this.#floats(length * width),
      ids: this.#ids(length, count),
    }));
  }

  #sizes(lists: number): number[] {
    const layout = this.#tag();
    if (layout !== 'full' && layout !== 'sprs') throw new IndexProblem('its lists are unreadable');
    const values = Array.from({ length: this.#count(8) }, () => this.#count());
    if (layout === 'full') return values;
    const sizes = new Array<number>(lists).fill(0);
    for (let i = 0; i + 1 < values.length; i += 2) {
      if (values[i] >= lists) throw new IndexProblem('it has a list too many');
      sizes[values[i]] = values[i + 1];
    }
    return sizes;
  }

  #ids(length: number, count: number): Int32Array {
    return Int32Array.from({ length }, () => {
      const id = this.#count();
      if (id >= count) throw new IndexProblem(`it holds a feature number ${id} of ${count}`);
      return id;
    });
  }

  #floats(length: number): Float32Array {
    const start = this.#take(4 * length);
    // Copied, since the file's bytes needn't be aligned.
    return new Float32Array(new Uint8Array(this.bytes.subarray(start, start + 4 * length)).buffer);
  }

  #tag(): string {
    const start = this.#take(4);
    return this.#buffer.toString('latin1', start, start + 4);
  }

  /** A 64-bit count that is believed only as far as there can be bytes for it. */
  #count(bytesEach = 0): number {
    const value = Number(this.#buffer.readBigInt64LE(this.#take(8)));
    if (value < 0 || value > this.#buffer.length) throw new IndexProblem('a count is impossible');
    if (value * bytesEach > this.#buffer.length - this.#at) {
      throw new IndexProblem('it is cut short');
    }
    return value;
  }

  #skip(bytes: number): void {
    this.#take(bytes);
  }

  /** Where the next `bytes` are. */
  #take(bytes: number): number {
    const start = this.#at;
    this.#at += bytes;
    if (this.#at > this.#buffer.length) throw new IndexProblem('it is cut short');
    return start;
  }
}
