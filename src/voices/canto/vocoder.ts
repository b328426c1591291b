import { pitchAt, type PitchCurve } from '../../dsp/pitch-curve.js';
import { seededNormal } from '../../dsp/random.js';
import { OverlapAdd, type Stft } from '../../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';
import { envelopeGrid } from '../dsp/envelope-shape.js';
import { shapeOf, type VocalFrames } from '../dsp/vocal-frames.js';
import { at } from './in-time.js';
import { measurePeriods, noiseByFrame, noiseGrid, type Periods } from './periods.js';
import { addPulses, binTables, type Pulse } from './pulses.js';

/** What is kept of the source is lifted by no more than 15 dB, lest its noise come out. */
const MOST_LIFT = 1.7;
/** −34 dB of a frame that is to be passed over. */
const NOTHING = 0.02;
/** Frames between checkpoints: some 0.1 s of work. */
const BLOCK_FRAMES = 1000;

const bands = envelopeGrid.count;

export interface VocoderOptions extends RunOptions {
  stft: Stft;
  sampleRate: number;
  /** Of the source, by frame. */
  frames: VocalFrames;
  /** What the frames shall become, row-major [count × bands]: ln amplitude without loudness. */
  shapes: Float32Array;
  /** By frame: what the loudness changes by, ln amplitude. */
  levels: Float32Array;
  /** The source's pitch. */
  pitch: PitchCurve;
  /** The melody to sing; voiced where `pitch` is. */
  melody: PitchCurve;
  /** Factor of the noise's amplitude in voiced frames; 1 as in the source. */
  breathiness: number;
  seed: number;
}

/** Sings `samples` anew. What is voiced is made of pulses and noise, filtered by the envelopes that
 *  it shall have: harmonics by minimum-phase pulses at the melody's periods, noise by as much as the
 *  source holds. What is unvoiced, and the air above the voice, stays the source's, filtered (the
 *  source-filter model of Morise's WORLD, 2016, with the singer's own consonants).
 *  @throws CancelledError when `signal` is aborted */
export async function resynthesise(
  samples: Float32Array,
  options: VocoderOptions,
): Promise<Float32Array> {
  const { frames, stft } = options;
  const voicing = smoothVoicing(frames);
  const periods = await measurePeriods(samples, { ...options, ...partOf(options, 0, 0.3) });
  const noise = noiseByFrame(periods, { count: frames.count, hopLength: stft.hopLength });
  const heard = { ...options, noise, voicing };
  const output = await filterFrames(samples, { ...heard, ...partOf(options, 0.3, 0.6) });
  const pulses = periods.spans.map((span) => pulsesOf(span, { ...options, periods }));
  await addPulses(output, pulses, {
    ...heard,
    hopLength: stft.hopLength,
    ...partOf(options, 0.6, 1),
  });
  return output;
}

/** [count]: how much of each frame is made of pulses, faded over the length of an STFT's frame. */
function smoothVoicing({ voiced, count }: VocalFrames): Float32Array {
  return Float32Array.from({ length: count }, (_, t) => {
    const before = voiced[Math.max(0, t - 1)];
    const after = voiced[Math.min(count - 1, t + 1)];
    return before / 4 + voiced[t] / 2 + after / 4;
  });
}

interface FilterOptions extends VocoderOptions {
  /** Row-major [count × noise bands]. */
  noise: Float32Array;
  /** [count] */
  voicing: Float32Array;
}

/** The source where it is unvoiced or air, and new noise where it is voiced, each filtered. */
async function filterFrames(samples: Float32Array, options: FilterOptions): Promise<Float32Array> {
  const { stft, sampleRate, frames, shapes, levels, noise, voicing, seed } = options;
  const normal = seededNormal(seed);
  const hiss = Float32Array.from(samples, () => normal());
  const output = new OverlapAdd(stft, samples.length);
  const bins = binTables(stft.bins, sampleRate / stft.nFft);
  const [own, made] = [spectrum(stft.bins), spectrum(stft.bins)];
  const silence = new Float32Array(stft.bins);
  for (let t = 0; t < frames.count; t++) {
    if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / frames.count);
    if (frames.loudness[t] === -Infinity) {
      // Counts all the same: where its neighbours end, they would else be divided by next to nothing.
      output.add(t, silence, silence);
      continue;
    }
    stft.forwardFrame(samples, t, own.re, own.im);
    if (voicing[t] > NOTHING) stft.forwardFrame(hiss, t, made.re, made.im);
    const target = shapes.subarray(t * bands, (t + 1) * bands);
    const source = shapeOf(frames, t);
    const aperiodic = noise.subarray(t * noiseGrid.count, (t + 1) * noiseGrid.count);
    for (let k = 0; k < stft.bins; k++) {
      const shape = at(target, bins.place[k]) + bins.low[k] + levels[t];
      const kept =
        Math.max(1 - voicing[t], bins.air[k]) *
        Math.exp(Math.min(MOST_LIFT, shape - at(source, bins.place[k])));
      own.re[k] *= kept;
      own.im[k] *= kept;
      const share = voicing[t] * (1 - bins.air[k]);
      if (share < NOTHING) continue;
      const gain = share * at(aperiodic, bins.noisePlace[k]) * Math.exp(shape + frames.loudness[t]);
      own.re[k] += gain * made.re[k];
      own.im[k] += gain * made.im[k];
    }
    output.add(t, own.re, own.im);
  }
  return output.finish();
}

/** The pulses of one span: the source's own periods, and with them its jitter, as much shorter as the
 *  melody is higher. */
function* pulsesOf(
  { first, end }: { first: number; end: number },
  options: VocoderOptions & { periods: Periods },
): Generator<Pulse> {
  const {
    periods: { marks },
    sampleRate,
    pitch,
    melody,
  } = options;
  let n = first;
  let position = marks[first];
  while (position < marks[end - 1]) {
    while (n < end - 2 && marks[n + 1] <= position) n++;
    const seconds = position / sampleRate;
    const [from, to] = [pitchAt(pitch, seconds), pitchAt(melody, seconds)];
    const period = (marks[n + 1] - marks[n]) * (from > 0 && to > 0 ? from / to : 1);
    yield { position, period };
    position += period;
  }
}

function spectrum(bins: number): { re: Float32Array; im: Float32Array } {
  return { re: new Float32Array(bins), im: new Float32Array(bins) };
}
