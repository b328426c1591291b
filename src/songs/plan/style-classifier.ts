import { readFileSync } from 'node:fs';
import { styles } from '../styles/index.js';

/** What scripts/train/songs/train-styles.ts wrote: a linear layer over hashed n-grams. */
interface StyleModel {
  styles: string[];
  buckets: number;
  /** Base64 of int8 [styles × buckets], and what they are multiplied by. */
  weights: string;
  scale: number;
  biases: number[];
}

const file = new URL('../../../models/songs/styles.json', import.meta.url);

let opened: { model: StyleModel; weights: Int8Array } | undefined;

/** How likely each style is meant by a prompt, the likeliest first; shares sum to 1. */
export function classifyStyle(prompt: string): { style: string; share: number }[] {
  const { model, weights } = (opened ??= open());
  const features = hashedFeatures(prompt, model.buckets);
  const scores = model.styles.map((_, s) => {
    let sum = model.biases[s];
    for (const [bucket, value] of features)
      sum += weights[s * model.buckets + bucket] * model.scale * value;
    return sum;
  });
  const greatest = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - greatest));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  return model.styles
    .map((style, s) => ({ style, share: odds[s] / total }))
    .filter(({ style }) => styles.some(({ id }) => id === style))
    .sort((a, b) => b.share - a.share);
}

function open() {
  const model = JSON.parse(readFileSync(file, 'utf8')) as StyleModel;
  const bytes = Buffer.from(model.weights, 'base64');
  return { model, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** Words, pairs of words, and stretches of four letters, counted into buckets and scaled to length 1. */
export function hashedFeatures(prompt: string, buckets: number): Map<number, number> {
  const words =
    prompt
      .toLowerCase()
      .normalize('NFKC')
      .match(/[\p{L}\p{N}&']+/gu)
      ?.slice(0, 300) ?? [];
  const counts = new Map<number, number>();
  const count = (gram: string, weight: number) => {
    const bucket = hash(gram) % buckets;
    counts.set(bucket, (counts.get(bucket) ?? 0) + weight);
  };
  words.forEach((word, i) => {
    count(word, 1);
    if (i > 0) count(`${words[i - 1]} ${word}`, 0.7);
    const edged = `<${word.slice(0, 30)}>`;
    for (let at = 0; at + 4 <= edged.length; at++) count(`#${edged.slice(at, at + 4)}`, 0.3);
  });
  const length =
    Math.sqrt([...counts.values()].reduce((sum, value) => sum + value * value, 0)) || 1;
  return new Map([...counts].map(([bucket, value]) => [bucket, value / length]));
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
