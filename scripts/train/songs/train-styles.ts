import { writeFileSync } from 'node:fs';
import { seededRandom } from '../../../src/dsp/random.js';
import { hashedFeatures } from '../../../src/songs/plan/style-classifier.js';
import { styles } from '../../../src/songs/styles/index.js';
import { DESCRIPTIONS, FRAMES, MOOD_WORDS, TOPICS, USES } from './descriptions.js';

/** Trains the style classifier (models/songs/styles.json): multinomial logistic regression over hashed
 *  n-grams, on prompts that are put together from descriptions. Run: npx tsx scripts/train/songs/train-styles.ts */

const BUCKETS = 4096;
const PROMPTS_PER_STYLE = 400;
/** Of each style's descriptions, held out to measure what the model makes of unseen ones. */
const HELD_OUT_SHARE = 0.2;
const EPOCHS = 30;
const RATE = 2;
const DECAY = 2e-6;

const random = seededRandom(11);
const names = styles.map(({ id }) => id);

interface Example {
  features: Map<number, number>;
  style: number;
}

const measured = train(examples('train'));
console.log(`unseen descriptions: ${percent(accuracy(measured, examples('test')))} right`);
const final = train([...examples('train'), ...examples('test')]);
save(final);

function pick<T>(choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)];
}

function examples(part: 'train' | 'test'): Example[] {
  return names.flatMap((name, style) => {
    const words = styles[style].words;
    const all = [...(DESCRIPTIONS[name] ?? [])];
    const cut = Math.ceil(all.length * (1 - HELD_OUT_SHARE));
    const own = part === 'train' ? [...all.slice(0, cut), ...words, ...words] : all.slice(cut);
    return Array.from({ length: PROMPTS_PER_STYLE }, () => ({
      features: hashedFeatures(fill(pick(FRAMES), own), BUCKETS),
      style,
    }));
  });
}

function fill(frame: string, descriptions: readonly string[]): string {
  return frame
    .replaceAll('{}', () => pick(descriptions))
    .replace('{topic}', () => pick(TOPICS))
    .replace('{mood}', () => pick(MOOD_WORDS))
    .replace('{use}', () => pick(USES));
}

interface Layer {
  weights: Float64Array[];
  biases: Float64Array;
}

function train(data: Example[]): Layer {
  const layer = {
    weights: names.map(() => new Float64Array(BUCKETS)),
    biases: new Float64Array(names.length),
  };
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = RATE / (1 + epoch / 5);
    for (let i = data.length; i > 0; i--) step(layer, pick(data), rate);
    for (const row of layer.weights)
      row.forEach((w, b) => (row[b] = w * (1 - DECAY * data.length)));
  }
  return layer;
}

function step({ weights, biases }: Layer, { features, style }: Example, rate: number): void {
  const shares = sharesOf({ weights, biases }, features);
  shares.forEach((share, s) => {
    const error = (s === style ? 1 : 0) - share;
    biases[s] += 0.05 * rate * error;
    for (const [bucket, value] of features) weights[s][bucket] += rate * error * value;
  });
}

function sharesOf({ weights, biases }: Layer, features: Map<number, number>): number[] {
  const scores = weights.map((row, s) => {
    let sum = biases[s];
    for (const [bucket, value] of features) sum += row[bucket] * value;
    return sum;
  });
  const greatest = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - greatest));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  return odds.map((odd) => odd / total);
}

function accuracy(layer: Layer, data: readonly Example[]): number {
  const right = data.filter(({ features, style }) => {
    const shares = sharesOf(layer, features);
    return shares.indexOf(Math.max(...shares)) === style;
  });
  return right.length / data.length;
}

function save({ weights, biases }: Layer): void {
  const greatest = Math.max(
    ...weights.map((row) => row.reduce((max, w) => Math.max(max, Math.abs(w)), 0)),
  );
  const scale = greatest / 127;
  const bytes = Int8Array.from(
    weights.flatMap((row) => Array.from(row, (w) => Math.round(w / scale))),
  );
  const model = {
    styles: names,
    buckets: BUCKETS,
    scale,
    biases: Array.from(biases, (bias) => Number(bias.toFixed(4))),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
  writeFileSync(
    new URL('../../../models/songs/styles.json', import.meta.url),
    JSON.stringify(model),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
