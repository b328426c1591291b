import type { AudioData } from '../audio/audio-data.js';
import {
  createInferenceHost,
  type InferenceSession,
  type ModelFile,
} from '../inference/inference-host.js';
import { float32Data, float32Tensor } from '../inference/tensor.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { monoAtRate } from './mono-at-rate.js';
import {
  PITCH_HOP_SECONDS,
  pitchTrackLength,
  type PitchTrack,
  type PitchTracker,
} from './pitch-tracker.js';

const SAMPLE_RATE = 16_000;
/** Value i of the model belongs to sample i·HOP. */
const HOP = 256;
/** Voiced from here on, as the model's authors have it. */
const VOICED_CONFIDENCE = 0.9;
/** The model was never shown digital silence, and hears notes in it: below this peak it isn't asked. */
const SILENCE_PEAK = 1e-3;
/** What the model is given at a time: half a minute, in values of it … */
const BLOCK_VALUES = 1875;
/** … and what it sees before and after; its receptive field reaches 11 values each way. */
const CONTEXT_VALUES = 16;
/** Resampling's share of the time. */
const RESAMPLED = 0.3;

/** Swift-F0 (https://github.com/lars76/swift-f0), a small convolutional pitch tracker.
 *  @param model its file, as `models/manifest.json` describes it */
export function swiftF0Tracker(model: ModelFile): PitchTracker {
  return {
    id: 'swift-f0',
    title: 'Swift-F0 (neural)',
    version: 1,
    track: (audio, options = {}) => trackBySwiftF0(model, audio, options),
  };
}

async function trackBySwiftF0(
  model: ModelFile,
  audio: AudioData,
  options: RunOptions,
): Promise<PitchTrack> {
  const samples = await monoAtRate(audio, SAMPLE_RATE, partOf(options, 0, RESAMPLED));
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    const session = await host.open(model, options);
    const values = await runInBlocks(session, samples, partOf(options, RESAMPLED, 1));
    return toTrack(values, pitchTrackLength(audio));
  } finally {
    await host.close();
  }
}

/** What the model says, once per `HOP` samples. */
interface ModelValues {
  hz: Float32Array;
  confidence: Float32Array;
}

async function runInBlocks(
  session: InferenceSession,
  samples: Float32Array,
  options: RunOptions,
): Promise<ModelValues> {
  const count = Math.floor(samples.length / HOP) + 1;
  const values = { hz: new Float32Array(count), confidence: new Float32Array(count) };
  for (let start = 0; start < count; start += BLOCK_VALUES) {
    await checkpoint(options, start / count);
    const end = Math.min(count, start + BLOCK_VALUES);
    const from = Math.max(0, start - CONTEXT_VALUES);
    const block = cut(samples, from * HOP, (end + CONTEXT_VALUES) * HOP);
    const feeds = { input_audio: float32Tensor(block, [1, block.length]) };
    const outputs = await session.run(feeds, options);
    const [hz, confidence] = ['pitch_hz', 'confidence'].map((name) => float32Data(outputs, name));
    values.hz.set(hz.subarray(start - from, end - from), start);
    values.confidence.set(confidence.subarray(start - from, end - from), start);
  }
  options.onProgress?.(1);
  return silenceGated(values, samples);
}

/** samples[from…to), with zeros beyond the end. */
function cut(samples: Float32Array, from: number, to: number): Float32Array {
  const block = new Float32Array(to - from);
  block.set(samples.subarray(from, to));
  return block;
}

function silenceGated(values: ModelValues, samples: Float32Array): ModelValues {
  const confidence = values.confidence.map((value, i) => {
    const hop = samples.subarray(i * HOP, (i + 1) * HOP);
    return hop.some((sample) => Math.abs(sample) >= SILENCE_PEAK) ? value : 0;
  });
  return { hz: values.hz, confidence };
}

/** From the model's times to ours: logarithmic interpolation between voiced neighbours. */
function toTrack({ hz, confidence }: ModelValues, length: number): PitchTrack {
  const track = {
    hopSeconds: PITCH_HOP_SECONDS,
    f0Hz: new Float32Array(length),
    confidence: new Float32Array(length),
  };
  for (let i = 0; i < length; i++) {
    const place = Math.min(hz.length - 1, (i * PITCH_HOP_SECONDS * SAMPLE_RATE) / HOP);
    const [before, after] = [Math.floor(place), Math.ceil(place)];
    const share = place - before;
    track.confidence[i] = (1 - share) * confidence[before] + share * confidence[after];
    const nearest = share < 0.5 ? before : after;
    if (confidence[nearest] < VOICED_CONFIDENCE) continue;
    track.f0Hz[i] = areOneNote(hz[before], hz[after])
      ? hz[before] ** (1 - share) * hz[after] ** share
      : hz[nearest];
  }
  return track;
}

/** Less than a whole tone apart. */
function areOneNote(aHz: number, bHz: number): boolean {
  return Math.abs(Math.log2(aHz / bHz)) < 2 / 12;
}
