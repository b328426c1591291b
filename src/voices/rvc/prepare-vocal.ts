import { SAMPLES_PER_FRAME_16K } from './sections.js';

const PEAK = 0.95;
/** `scipy.signal.butter(5, 48, btype="high", fs=16000)`, as second-order sections: b0 b1 b2 a1 a2. */
const HIGH_PASS_HZ = 48;
const SAMPLE_RATE = 16_000;
/** Damping of the two pole pairs of a Butterworth filter of order 5; its fifth pole is real. */
const DAMPINGS = [2 * Math.cos(Math.PI / 5), 2 * Math.cos((2 * Math.PI) / 5)];
/** How far the ends are continued, as scipy's filtfilt does: 3 · (order + 1). */
const EDGE = 18;

/** A vocal as RVC hears it: not louder than 0.95, without rumble (a high-pass forwards and
 *  backwards), and a whole number of frames long.
 *  @param samples mono at 16 kHz */
export function prepareVocal(samples: Float32Array): Float32Array {
  const frames = Math.max(1, Math.ceil(samples.length / SAMPLES_PER_FRAME_16K));
  const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / PEAK;
  const gain = loudest > 1 ? 1 / loudest : 1;
  const prepared = new Float32Array(frames * SAMPLES_PER_FRAME_16K);
  prepared.set(filterBothWays(samples.map((value) => value * gain)));
  return prepared;
}

/** Zero-phase filtering, the ends continued by point reflection. */
function filterBothWays(samples: Float32Array): Float32Array {
  const edge = Math.min(EDGE, samples.length - 1);
  if (edge < 1) return samples;
  const last = samples.length - 1;
  const extended = Float64Array.from({ length: samples.length + 2 * edge }, (_, i) => {
    const at = i - edge;
    if (at < 0) return 2 * samples[0] - samples[-at];
    return at > last ? 2 * samples[last] - samples[2 * last - at] : samples[at];
  });
  const forwards = highPass(extended).reverse();
  const both = highPass(forwards).reverse();
  return Float32Array.from(both.subarray(edge, edge + samples.length));
}

/** Butterworth of order 5 by bilinear transform, starting from the steady state of the first value. */
function highPass(samples: Float64Array): Float64Array {
  const k = Math.tan((Math.PI * HIGH_PASS_HZ) / SAMPLE_RATE);
  let filtered = firstOrder(samples, k);
  for (const damping of DAMPINGS) filtered = secondOrder(filtered, k, damping);
  return filtered;
}

function firstOrder(samples: Float64Array, k: number): Float64Array {
  const b = 1 / (1 + k);
  const a = (k - 1) / (k + 1);
  let before = samples[0];
  let output = 0;
  return samples.map((value) => {
    output = b * (value - before) - a * output;
    before = value;
    return output;
  });
}

function secondOrder(samples: Float64Array, k: number, damping: number): Float64Array {
  const norm = 1 / (1 + damping * k + k * k);
  const a1 = 2 * (k * k - 1) * norm;
  const a2 = (1 - damping * k + k * k) * norm;
  let [x1, x2] = [samples[0], samples[0]];
  let [y1, y2] = [0, 0];
  return samples.map((value) => {
    const output = norm * (value - 2 * x1 + x2) - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, value, y1, output];
    return output;
  });
}
