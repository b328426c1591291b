/** CRC-8 of FLAC frame headers: polynomial 0x07. */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) crc = CRC8_TABLE[crc ^ bytes[i]];
  return crc;
}

/** CRC-16 of FLAC frames: polynomial 0x8005, most significant bit first. */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) {
    crc = ((crc << 8) & 0xffff) ^ CRC16_TABLE[(crc >> 8) ^ bytes[i]];
  }
  return crc;
}

/** CRC-32 of Ogg pages: polynomial 0x04c11db7, most significant bit first, starting from 0. */
export function crc32Ogg(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ CRC32_TABLE[(crc >>> 24) ^ byte];
  return crc >>> 0;
}

/** CRC-16/ARC of the LAME tag: polynomial 0x8005 reflected, continued from `crc`. */
export function crc16Arc(bytes: Uint8Array, crc = 0): number {
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC16_ARC_TABLE[(crc ^ byte) & 0xff];
  return crc;
}

const CRC8_TABLE = tableOf((byte) => divide(byte, 0x07, 8));
const CRC16_TABLE = tableOf((byte) => divide(byte << 8, 0x8005, 16));
const CRC32_TABLE = tableOf((byte) => divide(byte << 24, 0x04c11db7, 32));
const CRC16_ARC_TABLE = tableOf((byte) => {
  let crc = byte;
  for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  return crc;
});

function tableOf(entry: (byte: number) => number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => entry(byte));
}

/** The remainder of 8 more bits by `polynomial` of `width` bits. */
function divide(value: number, polynomial: number, width: number): number {
  const top = 2 ** (width - 1);
  let crc = value >>> 0;
  for (let i = 0; i < 8; i++) {
    const carry = crc >= top;
    crc = (crc * 2) % 2 ** width;
    if (carry) crc = (crc ^ polynomial) >>> 0;
  }
  return crc;
}
