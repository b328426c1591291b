import { Biquad, highPass, lowPass, peaking } from '../../dsp/biquad.js';
import { dbToGain } from '../../dsp/decibels.js';
import { WaveTables } from '../synth/wavetable.js';

/** What all layers of a drum have. Decays are times to 1/e, in seconds. */
interface Layer {
  level: number;
  decay: number;
  attack?: number;
}

/** A membrane: a tone that falls. */
interface ToneLayer extends Layer {
  kind: 'tone';
  hertz: number;
  /** Begins so many Hz higher, and falls (time to 1/e). */
  drop?: number;
  dropSeconds?: number;
  driveDb?: number;
}

/** Wires, sticks and air. */
interface NoiseLayer extends Layer {
  kind: 'noise';
  lowHz?: number;
  highHz?: number;
  /** Where it is loudest. */
  peakHz?: number;
  /** Times of extra bursts before it, in seconds: hands that don't clap at once. */
  bursts?: readonly number[];
}

/** Metal: square waves in no harmony. */
interface MetalLayer extends Layer {
  kind: 'metal';
  hertz: readonly number[];
  lowHz: number;
  highHz?: number;
}

export type DrumLayer = ToneLayer | NoiseLayer | MetalLayer;

/** A drum or cymbal. */
export interface DrumSound {
  layers: readonly DrumLayer[];
  /** −1 left … 1 right. */
  pan?: number;
  /** Sounds of one class cut each other: the hi-hat. */
  choke?: string;
}

const TWO_PI = 2 * Math.PI;
/** A layer has ended at −66 dB. */
const DECAYS = 7.6;
const END_FADE_SECONDS = 0.005;
const BURST_SECONDS = 0.006;

/** One hit, mono.
 *  @param hardness 0 … 1: softer hits have less noise and less of a click */
export function hitDrum(
  { layers }: DrumSound,
  { sampleRate, hardness, random }: { sampleRate: number; hardness: number; random: () => number },
): Float32Array {
  const seconds = Math.max(...layers.map(({ decay, attack = 0 }) => attack + DECAYS * decay));
  const length = Math.ceil(seconds * sampleRate);
  const sum = new Float32Array(length);
  for (const layer of layers) {
    const sound = new Float32Array(length);
    if (layer.kind === 'tone') addTone(sound, layer, sampleRate, hardness);
    if (layer.kind === 'noise') addNoise(sound, layer, { sampleRate, random, hardness });
    if (layer.kind === 'metal') addMetal(sound, layer, sampleRate, random);
    for (let i = 0; i < length; i++) sum[i] += sound[i];
  }
  const fade = END_FADE_SECONDS * sampleRate;
  for (let i = Math.max(0, Math.ceil(length - fade)); i < length; i++)
    sum[i] *= (length - i) / fade;
  return sum;
}

function addTone(out: Float32Array, layer: ToneLayer, sampleRate: number, hardness: number): void {
  const { hertz, drop = 0, dropSeconds = 0.02, driveDb = 0, level, decay, attack = 0.0008 } = layer;
  const drive = dbToGain(driveDb);
  const fall = drop * (0.5 + 0.5 * hardness);
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / sampleRate;
    const envelope = Math.min(1, t / attack) * Math.exp(-t / decay);
    const wave = Math.sin(TWO_PI * phase) * envelope;
    out[i] = level * (driveDb > 0 ? Math.tanh(drive * wave) : wave);
    phase += (hertz + fall * Math.exp(-t / dropSeconds)) / sampleRate;
  }
}

function addNoise(
  out: Float32Array,
  layer: NoiseLayer,
  { sampleRate, random, hardness }: { sampleRate: number; random: () => number; hardness: number },
): void {
  const { lowHz, highHz, peakHz, level, decay, attack = 0.0005, bursts = [] } = layer;
  const begin = bursts.length > 0 ? bursts[bursts.length - 1] : 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / sampleRate;
    const last = t < begin ? 0 : Math.min(1, (t - begin) / attack) * Math.exp((begin - t) / decay);
    const early = bursts.reduce(
      (sum, burst) => sum + (t >= burst && t < begin ? Math.exp((burst - t) / BURST_SECONDS) : 0),
      0,
    );
    out[i] = level * (0.55 + 0.45 * hardness) * (last + early) * (2 * random() - 1);
  }
  if (peakHz) filter(out, peaking({ sampleRate, cutoffHz: peakHz, gainDb: 12, q: 1.2 }));
  if (lowHz) filter(out, highPass({ sampleRate, cutoffHz: lowHz }));
  if (highHz) filter(out, lowPass({ sampleRate, cutoffHz: highHz * (0.7 + 0.3 * hardness) }));
}

function addMetal(
  out: Float32Array,
  { hertz, lowHz, highHz, level, decay, attack = 0.0005 }: MetalLayer,
  sampleRate: number,
  random: () => number,
): void {
  const tables = new WaveTables();
  for (const frequency of hertz) {
    const step = frequency / sampleRate;
    const { values, length } = tables.for('square', step);
    let phase = random();
    for (let i = 0; i < out.length; i++) {
      out[i] += values[Math.floor(phase * length)];
      phase = (phase + step) % 1;
    }
  }
  filter(out, highPass({ sampleRate, cutoffHz: lowHz }));
  filter(out, highPass({ sampleRate, cutoffHz: lowHz }));
  if (highHz) filter(out, lowPass({ sampleRate, cutoffHz: highHz }));
  for (let i = 0; i < out.length; i++) {
    const t = i / sampleRate;
    out[i] *= (level / Math.sqrt(hertz.length)) * Math.min(1, t / attack) * Math.exp(-t / decay);
  }
}

function filter(
  samples: Float32Array,
  coefficients: ConstructorParameters<typeof Biquad>[0],
): void {
  new Biquad(coefficients).process(samples);
}
