/** Text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function uint16be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

export function uint24be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 16, value >>> 8, value);
}

export function uint32be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function uint32le(value: number): Uint8Array {
  return uint32be(value).reverse();
}

export function uint16le(value: number): Uint8Array {
  return uint16be(value).reverse();
}
