/** Text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** All `parts` one after the other, as a new array. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** 16 bits, most significant byte first. */
export function uint16be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

/** 24 bits, most significant byte first. */
export function uint24be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 16, value >>> 8, value);
}

/** 32 bits, most significant byte first. */
export function uint32be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** 32 bits, least significant byte first. */
export function uint32le(value: number): Uint8Array {
  return uint32be(value).reverse();
}

/** 16 bits, least significant byte first. */
export function uint16le(value: number): Uint8Array {
  return uint16be(value).reverse();
}
