import type { AudioData } from '../../audio/audio-data.js';
import {
  createInferenceHost,
  type InferenceSession,
  type ModelFile,
} from '../../inference/inference-host.js';
import { float32Data, float32Tensor } from '../../inference/tensor.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';
import { monoAtRate } from '../mono-at-rate.js';
import {
  PITCH_HOP_SECONDS,
  pitchTrackLength,
  type PitchTrack,
  type PitchTracker,
} from '../pitch-tracker.js';
import { MEL_BANDS, melSpectrogram } from './mel-spectrogram.js';

/** Names in the catalogue: its authors' weights, and an ONNX file made of them. */
export const RMVPE_MODEL = 'rmvpe';
export const RMVPE_ONNX_MODEL = 'rmvpe-onnx';

const SAMPLE_RATE = 16_000;
/** Steps of 20 cents from here on, in cents above 10 Hz. */
const BINS = 360;
const CENTS_PER_BIN = 20;
const FIRST_CENTS = 1997.3794;
const BASE_HZ = 10;
/** The pitch is the mean of so many bins around the strongest, by their salience. */
const BINS_AROUND = 4;
/** Voiced above this, as RMVPE's authors have it. */
const VOICED_SALIENCE = 0.03;
/** The network halves its input so often. */
const FRAME_MULTIPLE = 32;
/** What it hears at once, and beside that at either side. */
const BLOCK_FRAMES = 3200;
const CONTEXT_FRAMES = 320;
/** Share of the time until the network is asked. */
const PREPARED = 0.2;

/** RMVPE (Wei et al., 2023), a neural pitch tracker that hears singing within music.
 *  @param model its checkpoint, as `models/manifest.json` describes it
 *  @param isOnnx whether it is an ONNX file already, from mel bands to salience */
export function rmvpeTracker({ path, sha256 }: ModelFile, isOnnx = false): PitchTracker {
  const module = new URL('./session-model.js', import.meta.url).href;
  const model = { path, sha256, ...(!isOnnx && { build: { module, settings: {} } }) };
  return {
    id: 'rmvpe',
    title: 'RMVPE (neural)',
    version: 1,
    track: (audio, options = {}) => trackByRmvpe(model, audio, options),
  };
}

async function trackByRmvpe(
  model: ModelFile,
  audio: AudioData,
  options: RunOptions,
): Promise<PitchTrack> {
  const samples = await monoAtRate(audio, SAMPLE_RATE, partOf(options, 0, PREPARED));
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    const session = await host.open(model, options);
    return await listen(session, melSpectrogram(samples), {
      ...partOf(options, PREPARED, 1),
      length: pitchTrackLength(audio),
    });
  } finally {
    await host.close();
  }
}

async function listen(
  session: InferenceSession,
  mel: Float32Array,
  { length, ...options }: RunOptions & { length: number },
): Promise<PitchTrack> {
  const track = {
    hopSeconds: PITCH_HOP_SECONDS,
    f0Hz: new Float32Array(length),
    confidence: new Float32Array(length),
  };
  for (let start = 0; start < length; start += BLOCK_FRAMES) {
    await checkpoint(options, start / length);
    const from = Math.max(0, start - CONTEXT_FRAMES);
    const end = Math.min(length, start + BLOCK_FRAMES);
    const salience = await salienceOf(session, mel, { from, to: end + CONTEXT_FRAMES }, options);
    for (let t = start; t < end; t++) {
      const row = salience.subarray((t - from) * BINS, (t - from + 1) * BINS);
      const best = row.indexOf(Math.max(...row));
      track.confidence[t] = row[best];
      track.f0Hz[t] = row[best] > VOICED_SALIENCE ? pitchAround(row, best) : 0;
    }
  }
  options.onProgress?.(1);
  return track;
}

/** [frames × BINS] of the frames from … to. */
async function salienceOf(
  session: InferenceSession,
  mel: Float32Array,
  { from, to }: { from: number; to: number },
  options: RunOptions,
): Promise<Float32Array> {
  const all = mel.length / MEL_BANDS;
  const count = Math.min(to, all) - from;
  const frames = Math.ceil(count / FRAME_MULTIPLE) * FRAME_MULTIPLE;
  const bands = new Float32Array(MEL_BANDS * frames);
  for (let t = 0; t < count; t++) {
    for (let b = 0; b < MEL_BANDS; b++) bands[b * frames + t] = mel[(from + t) * MEL_BANDS + b];
  }
  const { inputs, outputs } = session.info;
  const feeds = { [inputs[0].name]: float32Tensor(bands, [1, MEL_BANDS, frames]) };
  return float32Data(await session.run(feeds, options), outputs[0].name);
}

function pitchAround(salience: Float32Array, best: number): number {
  let sum = 0;
  let weights = 0;
  const last = Math.min(BINS - 1, best + BINS_AROUND);
  for (let bin = Math.max(0, best - BINS_AROUND); bin <= last; bin++) {
    sum += salience[bin] * (CENTS_PER_BIN * bin + FIRST_CENTS);
    weights += salience[bin];
  }
  return BASE_HZ * 2 ** (sum / weights / 1200);
}
