import { seededNormal } from '../../dsp/random.js';
import type { InferenceHost, InferenceSession } from '../../inference/inference-host.js';
import { float32Data, float32Tensor, type Tensors } from '../../inference/tensor.js';
import { checkpoint, type RunOptions } from '../../progress.js';
import { harmonicSource } from './harmonic-source.js';
import { pitchBins } from './melody.js';
import type { LocatedSinger } from './rvc-body.js';
import type { RvcFacts } from './rvc-model.js';

/** Frames that the decoder makes at once: memory stays below 0.8 GB, and cancelling is quick. */
const PIECE_FRAMES = 300;
/** What it sees before and after; its receptive field ends within 10 frames. */
const CONTEXT_FRAMES = 12;

/** What a voice sings in a section. */
export interface Score {
  /** [frames × width] */
  readonly features: Float32Array;
  /** Hz per frame; 0 where unvoiced. */
  readonly f0Hz: Float32Array;
  readonly seed: number;
}

interface PartOptions extends RunOptions {
  host: InferenceHost;
  singer: Pick<LocatedSinger, 'model' | 'lengths' | 'shares'>;
  speaker: number;
}

/** Opens one of the two sessions of a voice. */
export async function openPart(
  part: 'front' | 'decoder',
  { host, singer: { model, lengths, shares }, speaker, signal }: PartOptions,
): Promise<InferenceSession> {
  const module = new URL('./session-model.js', import.meta.url).href;
  return host.open(
    { ...model, build: { module, settings: { part, speaker, lengths, shares } } },
    { signal },
  );
}

/** The latent signal of `score`: [latentChannels × frames]. */
export async function latentOf(
  front: InferenceSession,
  { features, f0Hz, seed }: Score,
  { facts, signal }: { facts: RvcFacts } & RunOptions,
): Promise<Float32Array> {
  const frames = f0Hz.length;
  const { latentChannels } = facts;
  const noise = normals(seed, latentChannels * frames);
  const outputs = await front.run(
    {
      features: float32Tensor(features, [1, frames, features.length / frames]),
      noise: float32Tensor(noise, [1, latentChannels, frames]),
      ...(facts.hasPitch && {
        pitch: { type: 'int64', data: pitchBins(f0Hz), dims: [1, frames] } as const,
      }),
    },
    { signal },
  );
  return float32Data(outputs, 'latent');
}

/** Audio of `latent`, at the voice's rate: [frames · samplesPerFrame]. */
export async function decode(
  decoder: InferenceSession,
  latent: Float32Array,
  { facts, f0Hz, seed, ...run }: { facts: RvcFacts; f0Hz: Float32Array; seed: number } & RunOptions,
): Promise<Float32Array> {
  const frames = f0Hz.length;
  const { samplesPerFrame } = facts;
  const audio = new Float32Array(frames * samplesPerFrame);
  // Another row of numbers than the latent noise.
  const noise = facts.hasPitch ? normals(seed ^ 0x5eed, audio.length) : new Float32Array(0);
  const source = facts.hasPitch ? harmonicSource(f0Hz, { noise, ...facts }) : undefined;
  for (let start = 0; start < frames; start += PIECE_FRAMES) {
    await checkpoint(run, start / frames);
    const end = Math.min(frames, start + PIECE_FRAMES);
    const from = Math.max(0, start - CONTEXT_FRAMES);
    const to = Math.min(frames, end + CONTEXT_FRAMES);
    const feeds: Tensors = {
      latent: float32Tensor(columns(latent, { frames, from, to }), [
        1,
        facts.latentChannels,
        to - from,
      ]),
    };
    if (source) {
      const part = source.slice(from * samplesPerFrame, to * samplesPerFrame);
      feeds.source = float32Tensor(part, [1, part.length]);
    }
    const piece = float32Data(await decoder.run(feeds, run), 'audio');
    const skipped = (start - from) * samplesPerFrame;
    const length = (end - start) * samplesPerFrame;
    audio.set(piece.subarray(skipped, skipped + length), start * samplesPerFrame);
  }
  return audio;
}

/** Columns from … to of a matrix of `frames` columns. */
function columns(
  matrix: Float32Array,
  { frames, from, to }: { frames: number; from: number; to: number },
): Float32Array {
  const rows = matrix.length / frames;
  const cut = new Float32Array(rows * (to - from));
  for (let row = 0; row < rows; row++) {
    cut.set(matrix.subarray(row * frames + from, row * frames + to), row * (to - from));
  }
  return cut;
}

/** Noise: `length` normal numbers. */
export function normals(seed: number, length: number): Float32Array {
  const normal = seededNormal(seed);
  return Float32Array.from({ length }, normal);
}
