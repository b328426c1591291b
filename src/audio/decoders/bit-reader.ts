/** The data ends before what was to be read: more bytes may follow, or the file is cut off. */
export class OutOfBitsError extends Error {
  override name = 'OutOfBitsError';
}

/** Reads big-endian bit fields from `bytes`. */
export class BitReader {
  /** In bits from the start of `bytes`. */
  position: number;
  private readonly end: number;

  constructor(
    private readonly bytes: Uint8Array,
    startByte = 0,
  ) {
    this.position = startByte * 8;
    this.end = bytes.length * 8;
  }

  /** The next `count` bits, 0–32, unsigned. */
  readUnsigned(count: number): number {
    if (count === 0) return 0;
    this.require(count);
    const bits = this.peek() >>> (32 - count);
    this.position += count;
    return bits;
  }

  /** The next `count` bits, 0–32, as two's complement. */
  readSigned(count: number): number {
    if (count === 0) return 0;
    this.require(count);
    const bits = this.peek() >> (32 - count);
    this.position += count;
    return bits;
  }

  /** The next 32 bits, signed and not consumed; 0 bits beyond the end. */
  peek(): number {
    const { bytes } = this;
    const at = this.position >>> 3;
    const shift = this.position & 7;
    const word = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    return shift === 0 ? word : (word << shift) | (bytes[at + 4] >>> (8 - shift));
  }

  /** Consumes `count` bits unread. */
  skip(count: number): void {
    this.require(count);
    this.position += count;
  }

  /** The number of 0 bits before the next 1, which is consumed too. */
  readUnary(): number {
    let zeros = 0;
    for (;;) {
      const leading = Math.clz32(this.peek());
      zeros += leading;
      this.position += leading;
      this.require(1);
      if (leading < 32) break;
    }
    this.position++;
    return zeros;
  }

  /** A Rice code: the folded number's upper part unary, its lower `parameter` bits as they are. */
  readRice(parameter: number): number {
    const word = this.peek();
    const zeros = Math.clz32(word);
    const bits = zeros + 1 + parameter;
    let folded: number;
    if (bits <= 32 && this.position + bits <= this.end) {
      const low = parameter === 0 ? 0 : (word << (zeros + 1)) >>> (32 - parameter);
      folded = (zeros << parameter) | low;
      this.position += bits;
    } else {
      folded = (this.readUnary() << parameter) | this.readUnsigned(parameter);
    }
    return (folded >>> 1) ^ -(folded & 1);
  }

  alignToByte(): void {
    this.position = (this.position + 7) & ~7;
  }

  private require(count: number): void {
    if (this.position + count > this.end) throw new OutOfBitsError('out of bits');
  }
}
