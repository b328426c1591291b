import sharp from 'sharp';

const WIDTH = 1200;
const HEIGHT = 200;
/** The page's amber, opaque. */
const COLOUR = [244, 181, 74, 255];
/** Points of the waveforms that the page draws. */
export const PEAKS = 800;

/** The greatest magnitude in each of `parts` equal parts of `samples`, 0…1, three decimals. */
export function peaksOf(samples: Float32Array, parts: number): number[] {
  return Array.from({ length: parts }, (_, n) => {
    const from = Math.floor((n * samples.length) / parts);
    const to = Math.max(from + 1, Math.floor(((n + 1) * samples.length) / parts));
    let peak = 0;
    for (let i = from; i < Math.min(to, samples.length); i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return Math.round(Math.min(1, peak) * 1000) / 1000;
  });
}

/** A PNG of the waveform, 1200 × 200 pixels on a transparent ground. */
export function waveformPng(samples: Float32Array): Promise<Buffer> {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  peaksOf(samples, WIDTH).forEach((peak, x) => {
    const half = Math.max(0.5, (peak * HEIGHT) / 2);
    for (let y = Math.ceil(HEIGHT / 2 - half); y < HEIGHT / 2 + half; y++) {
      pixels.set(COLOUR, (y * WIDTH + x) * 4);
    }
  });
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 4 } })
    .png()
    .toBuffer();
}
