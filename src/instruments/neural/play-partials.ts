import { dbToGain } from '../../dsp/decibels.js';
import { FRAME_RATE } from '../frame-rate.js';
import { HIGHEST_HZ, PARTIALS, partialsBelow, SPECTRUM_WIDTH } from './spectra.js';

/** Partials end here at the latest, as a share of the sample rate. */
const HIGHEST_SHARE = 0.47;
/** Amplitudes below can't be heard: 120 dB below full scale. */
const INAUDIBLE = 1e-6;

/** Where spectra are to be played. */
export interface SpectraPlace {
  /** Fundamental per frame, Hz, always positive. */
  f0Hz: Float32Array;
  /** Row-major [frames × SPECTRUM_WIDTH], dB below full scale. */
  spectra: Float32Array;
  sampleRate: number;
}

/** Adds the partials of all frames to `output`: sines at multiples of a phase that is kept in double
 *  precision, each silent from where it would lie above the band. Amplitudes move in straight lines
 *  between frames.
 *
 *  Sines of multiples come from their neighbours, sin (k + 1)φ = 2 cos φ sin kφ − sin (k − 1)φ. */
export function playPartials(output: Float32Array, place: SpectraPlace): void {
  const { f0Hz, sampleRate } = place;
  const hop = Math.ceil(sampleRate / FRAME_RATE) + 1;
  const block: Block = {
    twiceCosine: new Float64Array(hop),
    before: new Float64Array(hop),
    sine: new Float64Array(hop),
    sum: new Float64Array(hop),
    length: 0,
  };
  const amplitudes = [amplitudesOf(place, 0), new Float64Array(PARTIALS)];
  let phase = 0;
  for (let frame = 0; frame < f0Hz.length; frame++) {
    const start = Math.round((frame * sampleRate) / FRAME_RATE);
    const end = Math.min(output.length, Math.round(((frame + 1) * sampleRate) / FRAME_RATE));
    if (start >= end) return;
    const next = Math.min(f0Hz.length - 1, frame + 1);
    amplitudesOf(place, next, amplitudes[1]);
    block.length = end - start;
    phase = layPhase(block, phase, [f0Hz[frame] / sampleRate, f0Hz[next] / sampleRate]);
    addPartials(block, amplitudes[0], amplitudes[1]);
    for (let i = 0; i < block.length; i++) output[start + i] += block.sum[i];
    amplitudes.reverse();
  }
}

interface Block {
  twiceCosine: Float64Array;
  /** Of the partial before. */
  before: Float64Array;
  sine: Float64Array;
  sum: Float64Array;
  length: number;
}

function amplitudesOf(
  { f0Hz, spectra, sampleRate }: SpectraPlace,
  frame: number,
  amplitudes: Float64Array = new Float64Array(PARTIALS),
): Float64Array {
  const hz = Math.min(HIGHEST_HZ, HIGHEST_SHARE * sampleRate);
  const count = partialsBelow(hz, f0Hz[frame]);
  for (let k = 0; k < PARTIALS; k++) {
    amplitudes[k] = k < count ? dbToGain(spectra[frame * SPECTRUM_WIDTH + k]) : 0;
  }
  return amplitudes;
}

/** The first partial of a block, whose pitch moves from one frame's to the next's.
 *  @param cycles per sample
 *  @returns the phase at the end, in cycles */
function layPhase(block: Block, phase: number, cycles: readonly [number, number]): number {
  const { twiceCosine, before, sine, sum, length } = block;
  const step = (cycles[1] - cycles[0]) / length;
  let at = phase;
  for (let i = 0; i < length; i++) {
    const angle = 2 * Math.PI * at;
    twiceCosine[i] = 2 * Math.cos(angle);
    sine[i] = Math.sin(angle);
    before[i] = 0;
    sum[i] = 0;
    at += cycles[0] + step * i;
  }
  return at % 1;
}

function addPartials(block: Block, from: Float64Array, to: Float64Array): void {
  const { twiceCosine, before, sine, sum, length } = block;
  let last = PARTIALS;
  while (last > 0 && from[last - 1] < INAUDIBLE && to[last - 1] < INAUDIBLE) last--;
  for (let k = 0; k < last; k++) {
    const step = (to[k] - from[k]) / length;
    let amplitude = from[k];
    for (let i = 0; i < length; i++) {
      const now = sine[i];
      sum[i] += amplitude * now;
      amplitude += step;
      sine[i] = twiceCosine[i] * now - before[i];
      before[i] = now;
    }
  }
}
