import type { InferenceHost } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { float32Data, float32Tensor } from '../../inference/tensor.js';
import type { RunOptions } from '../../progress.js';
import { envelopeGrid } from '../../voices/dsp/envelope-shape.js';
import { noiseGrid } from '../../voices/canto/periods.js';
import { CONSONANTS, VOWELS, withoutStress } from '../lyrics/phone-alphabet.js';
import { SILENCE } from './time-phones.js';

const SINGER_MODEL = 'canto-singer';

/** What the network knows; scripts/train/singing/sentences.py makes the same features. */
const PHONES: readonly string[] = [SILENCE, ...CONSONANTS, ...VOWELS, 'AH0'];
const NEIGHBOURS = [-2, -1, 0, 1, 2];
const FARTHEST = 12;
const LONGEST = 30;
const CUES = 5;
const bands = envelopeGrid.count;
const WIDTH = bands + 2 + noiseGrid.count;
/** Half a minute at a time. */
const WINDOW_FRAMES = 3000;
/** The network hears 27 frames to either side: six blocks of 7, dilated by 1 or 2. */
const CONTEXT_FRAMES = 30;

/** A voice as it would read, by frames of 10 ms. */
export interface SpokenFrames {
  readonly count: number;
  /** Row-major [count × bands], ln amplitude without loudness. */
  readonly shapes: Float32Array;
  /** ln amplitude, 0 = the reader's loud frames. */
  readonly loudness: Float32Array;
  /** Probability that there is a pitch. */
  readonly voiced: Float32Array;
  /** Row-major [count × noise bands]: share of the amplitude that is noise where voiced. */
  readonly noise: Float32Array;
}

/** Where the network runs. */
export interface ModelPlace extends RunOptions {
  host: InferenceHost;
  models: ModelStore;
}

/** How the phones would be read, each for so many frames.
 *  @throws ModelError, CancelledError */
export async function speakPhones(
  phones: readonly { phone: string; spokenFrames: number }[],
  { host, models, ...run }: ModelPlace,
): Promise<SpokenFrames> {
  const { sha256, inputs, outputs } = models.describe(SINGER_MODEL);
  const path = await models.resolve(SINGER_MODEL);
  const session = await host.open({ path, sha256, expect: { inputs, outputs } }, run);
  const { count, ids, cues } = featuresOf(phones);
  const rows = new Float32Array(count * WIDTH);
  for (let start = 0; start < count; start += WINDOW_FRAMES) {
    const from = Math.max(0, start - CONTEXT_FRAMES);
    const to = Math.min(count, start + WINDOW_FRAMES + CONTEXT_FRAMES);
    const piece = (values: Float32Array, width: number) =>
      float32Tensor(values.slice(from * width, to * width), [1, to - from, width]);
    const feeds = { phones: piece(ids, NEIGHBOURS.length), cues: piece(cues, CUES) };
    const window = float32Data(await session.run(feeds, run), 'frames');
    const end = Math.min(count, start + WINDOW_FRAMES);
    rows.set(window.subarray((start - from) * WIDTH, (end - from) * WIDTH), start * WIDTH);
  }
  return unpack(rows, count);
}

function featuresOf(phones: readonly { phone: string; spokenFrames: number }[]) {
  const known = phones.map(({ phone }) =>
    PHONES.indexOf(phone === 'AH0' ? phone : withoutStress(phone)),
  );
  const count = phones.reduce((sum, { spokenFrames }) => sum + spokenFrames, 0);
  const ids = new Float32Array(count * NEIGHBOURS.length);
  const cues = new Float32Array(count * CUES);
  let t = 0;
  phones.forEach(({ phone, spokenFrames: length }, p) => {
    const around = NEIGHBOURS.map((offset) => known[p + offset] ?? 0);
    const stress = phone.endsWith('1') ? 1 : phone.endsWith('2') ? 0.5 : 0;
    for (let place = 0; place < length; place++, t++) {
      ids.set(around, t * NEIGHBOURS.length);
      const fromStart = Math.min(place, FARTHEST) / FARTHEST;
      const toEnd = Math.min(length - 1 - place, FARTHEST) / FARTHEST;
      const share = (place + 0.5) / length;
      cues.set([fromStart, toEnd, share, Math.min(length, LONGEST) / LONGEST, stress], t * CUES);
    }
  });
  return { count, ids, cues };
}

function unpack(rows: Float32Array, count: number): SpokenFrames {
  const columns = (from: number, width: number) => {
    const values = new Float32Array(count * width);
    for (let t = 0; t < count; t++) {
      values.set(rows.subarray(t * WIDTH + from, t * WIDTH + from + width), t * width);
    }
    return values;
  };
  return {
    count,
    shapes: columns(0, bands),
    loudness: columns(bands, 1),
    voiced: columns(bands + 1, 1),
    noise: columns(bands + 2, noiseGrid.count).map((share) => Math.min(1, Math.max(0, share))),
  };
}
