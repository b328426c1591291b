import { pitchAt, voicedSpans, type PitchCurve } from '../../dsp/pitch-curve.js';
import { seededNormal } from '../../dsp/random.js';
import { OverlapAdd, Stft } from '../../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';
import { envelopeGrid } from '../dsp/envelope-shape.js';
import type { VocalFrames } from '../dsp/vocal-frames.js';
import { at, inTime, rowInTime } from './in-time.js';
import { noiseGrid } from './periods.js';
import { addPulses, binTables, type Pulse } from './pulses.js';

/** Frames of noise are short, so that bursts of consonants stay short: 22 ms at 44.1 kHz. */
const NOISE_FRAME_SECONDS = 0.022;
const HOPS_PER_NOISE_FRAME = 4;
/** Noise frames between checkpoints: some 0.1 s of work. */
const BLOCK_FRAMES = 1000;
/** The envelopes end at 11 kHz. Above, a voice's noise falls by 18 dB per octave. */
const HIGHEST_HZ = 11_000;
const FALL = 3;
/** The least period, in samples: lest a broken pitch never end. */
const LEAST_PERIOD = 8;

/** A voice that nobody has sung, frame t at t·hopLength. */
export interface MadeFrames {
  frames: VocalFrames;
  /** Row-major [count × noise bands]: the share of the amplitude that is noise where it is voiced. */
  noise: Float32Array;
  /** [count]: how much of each frame is made of pulses, 0 … 1. */
  voicing: Float32Array;
  /** Voiced wherever `voicing` is above 0. */
  melody: PitchCurve;
}

export interface SingOptions extends RunOptions {
  sampleRate: number;
  hopLength: number;
  /** Of the result, in samples. */
  length: number;
  seed: number;
}

/** Sings `made` by pulses at its melody and by noise, both filtered by its envelopes.
 *  @returns mono
 *  @throws CancelledError when `signal` is aborted */
export async function singFrames(made: MadeFrames, options: SingOptions): Promise<Float32Array> {
  const { sampleRate, hopLength, length } = options;
  const { frames, noise, voicing, melody } = made;
  const output = await makeNoise(made, { ...options, ...partOf(options, 0, 0.3) });
  const spans = voicedSpans(melody, { sampleRate, length });
  await addPulses(
    output,
    spans.map((span) => pulsesOf(span, { melody, sampleRate })),
    {
      ...partOf(options, 0.3, 1),
      ...{ sampleRate, hopLength, frames, noise, voicing },
      shapes: frames.shapes,
      levels: new Float32Array(frames.count),
    },
  );
  return output;
}

/** Whatever is no tone: consonants, breath, air. */
async function makeNoise(
  { frames, noise, voicing }: MadeFrames,
  { sampleRate, hopLength, length, seed, ...run }: SingOptions,
): Promise<Float32Array> {
  const stft = noiseStft(sampleRate);
  const normal = seededNormal(seed);
  const hiss = Float32Array.from({ length }, () => normal());
  const output = new OverlapAdd(stft, length);
  const tables = binTables(stft.bins, sampleRate / stft.nFft);
  const falls = fallAbove(stft.bins, sampleRate / stft.nFft);
  const [re, im] = [new Float32Array(stft.bins), new Float32Array(stft.bins)];
  const shape = new Float32Array(envelopeGrid.count);
  const aperiodic = new Float32Array(noiseGrid.count);
  const count = stft.framesFor(length);
  try {
    for (let t = 0; t < count; t++) {
      if (t % BLOCK_FRAMES === 0) await checkpoint(run, t / count);
      const place = Math.min(frames.count - 1, (t * stft.hopLength) / hopLength);
      const loudness = loudnessAt(frames, place);
      if (loudness === -Infinity) {
        re.fill(0);
        im.fill(0);
      } else {
        stft.forwardFrame(hiss, t, re, im);
        rowInTime(frames.shapes, place, shape);
        rowInTime(noise, place, aperiodic);
        const tone = inTime(voicing, place);
        for (let k = 0; k < stft.bins; k++) {
          const share = Math.max(at(aperiodic, tables.noisePlace[k]), tables.air[k]);
          const gain = Math.exp(at(shape, tables.place[k]) + loudness - falls[k]);
          const all = gain * (1 - tone + tone * share);
          re[k] *= all;
          im[k] *= all;
        }
      }
      output.add(t, re, im);
    }
  } finally {
    stft.free();
  }
  return output.finish();
}

/** At a fractional frame; between a silent frame and another, of the nearer one. */
function loudnessAt({ loudness }: VocalFrames, place: number): number {
  const isBesideSilence = [Math.floor(place), Math.ceil(place)].some(
    (t) => loudness[t] === -Infinity,
  );
  return isBesideSilence ? loudness[Math.round(place)] : inTime(loudness, place);
}

function noiseStft(sampleRate: number): Stft {
  const size = 2 ** Math.round(Math.log2(NOISE_FRAME_SECONDS * sampleRate));
  return new Stft(size, size / HOPS_PER_NOISE_FRAME);
}

/** By bin, ln amplitude. */
function fallAbove(bins: number, binHz: number): Float32Array {
  return Float32Array.from(
    { length: bins },
    (_, k) => FALL * Math.log(Math.max(1, (k * binHz) / HIGHEST_HZ)),
  );
}

function* pulsesOf(
  { from, to }: { from: number; to: number },
  { melody, sampleRate }: { melody: PitchCurve; sampleRate: number },
): Generator<Pulse> {
  let position = from;
  while (position < to) {
    const f0Hz = pitchAt(melody, position / sampleRate);
    const period = f0Hz > 0 ? Math.max(LEAST_PERIOD, sampleRate / f0Hz) : 0;
    if (period > 0) yield { position, period };
    // At its very ends a span may have no pitch.
    position += period || 1;
  }
}
