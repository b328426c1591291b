import type { InferenceHost, InferenceSession } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { float32Data, float32Tensor } from '../../inference/tensor.js';
import type { RunOptions } from '../../progress.js';
import { envelopeGrid } from '../dsp/envelope-shape.js';
import { EMBEDDING } from '../dsp/voice-profile.js';
import { CUES, HEARD_BANDS, PAIR, type NetworkFrames } from './network-frames.js';

export const VOICE_MODEL = 'canto-voice';
const VOICE_ENCODER_MODEL = 'canto-voice-encoder';

const WIDTH = PAIR * (HEARD_BANDS + CUES);
/** One minute at a time. */
const WINDOW_PAIRS = 3000;
/** The network hears 42 pairs to either side: ten blocks of 7, dilated by 1 or 2. */
const CONTEXT_PAIRS = 48;
/** Pairs of frames whose voice is measured at once: 3.2 s, as in training. */
const ENCODED_PAIRS = 160;
/** Pieces with less voice than this say little of whose it is. */
const LEAST_VOICED = 0.2;

/** Where the network runs. */
export interface NetworkPlace extends RunOptions {
  host: InferenceHost;
  models: ModelStore;
}

/** The shapes of all bands in which the voice of `embedding` [EMBEDDING] sings what was heard,
 *  without its mean shape. By windows, so that memory doesn't grow; the same as all at once.
 *  @returns row-major [2·pairs × bands]
 *  @throws ModelError, CancelledError */
export async function sungShapes(
  { frames, cues, pairs }: NetworkFrames,
  embedding: Float32Array,
  place: NetworkPlace,
): Promise<Float32Array> {
  const session = await openModel(VOICE_MODEL, place);
  const width = PAIR * envelopeGrid.count;
  const shapes = new Float32Array(pairs * width);
  for (let start = 0; start < pairs; start += WINDOW_PAIRS) {
    const from = Math.max(0, start - CONTEXT_PAIRS);
    const to = Math.min(pairs, start + WINDOW_PAIRS + CONTEXT_PAIRS);
    const rows = (values: Float32Array, columns: number) =>
      float32Tensor(values.slice(from * columns, to * columns), [1, to - from, columns]);
    const feeds = {
      frames: rows(frames, WIDTH),
      cues: rows(cues, PAIR * CUES),
      voice: float32Tensor(embedding, [1, EMBEDDING]),
    };
    const window = float32Data(await session.run(feeds, place), 'shapes');
    const end = Math.min(pairs, start + WINDOW_PAIRS);
    shapes.set(window.subarray((start - from) * width, (end - from) * width), start * width);
  }
  return shapes;
}

/** Who sings in `heard`: a point on the sphere of voices.
 *  @returns [EMBEDDING], of length √EMBEDDING */
export async function embedVoice(heard: NetworkFrames, place: NetworkPlace): Promise<Float32Array> {
  const session = await openModel(VOICE_ENCODER_MODEL, place);
  const pieces = piecesOf(heard);
  const clear = pieces.filter(({ voiced }) => mean(voiced) >= LEAST_VOICED);
  const sum = new Float32Array(EMBEDDING);
  for (const { frames, voiced } of clear.length > 0 ? clear : pieces) {
    const pairs = voiced.length;
    const feeds = {
      frames: float32Tensor(frames, [1, pairs, WIDTH]),
      voiced: float32Tensor(voiced, [1, pairs]),
    };
    const voice = float32Data(await session.run(feeds, place), 'voice');
    for (let i = 0; i < EMBEDDING; i++) sum[i] += voice[i];
  }
  return ontoSphere(sum);
}

/** `vector` with the length that the network knows, √EMBEDDING. */
function ontoSphere(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 1e-12));
  return vector.map((value) => (value * Math.sqrt(EMBEDDING)) / length);
}

/** Whole pieces of 3.2 s; all of it where it is shorter. */
function piecesOf({ frames, voiced, pairs }: NetworkFrames) {
  const length = Math.min(pairs, ENCODED_PAIRS);
  return Array.from({ length: Math.floor(pairs / length) }, (_, i) => ({
    frames: frames.slice(i * length * WIDTH, (i + 1) * length * WIDTH),
    voiced: voiced.slice(i * length, (i + 1) * length),
  }));
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function openModel(
  id: string,
  { host, models, signal }: NetworkPlace,
): Promise<InferenceSession> {
  const { sha256, inputs, outputs } = models.describe(id);
  return host.open(
    { path: await models.resolve(id), sha256, expect: { inputs, outputs } },
    { signal },
  );
}
