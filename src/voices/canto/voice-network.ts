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
 *  without its mean shape.
 *  @returns row-major [2·pairs × bands]
 *  @throws ModelError, CancelledError */
export async function sungShapes(
  { frames, cues, pairs }: NetworkFrames,
  embedding: Float32Array,
  place: NetworkPlace,
): Promise<Float32Array> {
  const session = await openModel(VOICE_MODEL, place);
  const outputs = await session.run(
    {
      frames: float32Tensor(frames, [1, pairs, WIDTH]),
      cues: float32Tensor(cues, [1, pairs, PAIR * CUES]),
      voice: float32Tensor(embedding, [1, EMBEDDING]),
    },
    place,
  );
  const shapes = float32Data(outputs, 'shapes');
  if (shapes.length !== pairs * PAIR * envelopeGrid.count) throw new RangeError('wrong shapes');
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
