const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 3;
const LARGEST = 8388607;

/** Mono `blocks` as a wav file of 24 bits: what the microphone gave, without loss. */
export function encodeTake(blocks: readonly Float32Array[], sampleRate: number): Blob {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const dataBytes = length * BYTES_PER_SAMPLE;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + dataBytes + (dataBytes % 2)));
  writeText(view, 0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  writeText(view, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  writeText(view, 36, 'data');
  view.setUint32(40, dataBytes, true);
  let at = HEADER_BYTES;
  for (const block of blocks) {
    for (const sample of block) {
      const value = Math.round(Math.max(-1, Math.min(1, sample)) * LARGEST);
      view.setUint16(at, value & 0xffff, true);
      view.setInt8(at + 2, value >> 16);
      at += BYTES_PER_SAMPLE;
    }
  }
  return new Blob([view], { type: 'audio/wav' });
}

function writeText(view: DataView, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
}
