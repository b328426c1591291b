/** Measures the de-reverberation on dry voices in synthetic rooms and prints the table of
 *  `docs/quality.md`: `npx tsx scripts/eval/dereverb.ts`. Needs the developers' shared material. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audioData, toMono } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { dbToGain } from '../../src/dsp/decibels.js';
import { RealFft } from '../../src/dsp/fft.js';
import { seededNormal } from '../../src/dsp/random.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { dereverb } from '../../src/separation/dereverb.js';

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
const LIMITS = { maxDurationSeconds: 1200, maxBytes: 1e9, maxChannels: 8 };
const SAMPLE_RATE = 44_100;
const EXCERPT_SECONDS = 20;
const STRENGTHS = [0.5, 1];

/** Voices as recorded; the songs' leads may have a little room of their own. */
const VOICES: readonly { name: string; load: () => Promise<Float32Array> }[] = [
  ...['kathleen', 'nathalie', 'flemishguy'].map((name) => ({
    name: `${name}, speech`,
    load: () => speech(name),
  })),
  { name: 'vocadito, sung', load: () => excerpt('audio/pitch/vocadito_1/vocadito_1.flac', 0) },
  ...(
    [
      ['potassium', 150],
      ['lithium', 285],
      ['sodium', 235],
      ['caesium', 205],
    ] as const
  ).map(([song, from]) => ({
    name: `${song}, ${from} s, sung`,
    load: () => excerpt(`data/songs/${song}/lead.opus`, from),
  })),
];

/** Exponentially decaying noise from 12 ms on, highs decaying 1.4 times as fast; `directDb` is the level of
 *  the voice over its reverberation. */
const ROOMS = [
  { decaySeconds: 0.4, directDb: 6 },
  { decaySeconds: 0.8, directDb: 10 },
  { decaySeconds: 0.8, directDb: 3 },
  { decaySeconds: 1.5, directDb: 12 },
  { decaySeconds: 1.5, directDb: 6 },
  { decaySeconds: 2.5, directDb: 10 },
] as const;
const PRE_DELAY_SECONDS = 0.012;
const HIGHS_HZ = 3000;
const HIGHS_DECAY = 0.7;

await measureDry();
await measureRooms();

/** What happens to voices that have no reverberation to lose. */
async function measureDry(): Promise<void> {
  printLine(['dry voice', 'heard as', 'decay, s', 'late, dB', 'SI-SDR to itself, dB']);
  printLine(Array<string>(5).fill('---'));
  for (const { name, load } of VOICES) {
    const dry = await load();
    const { voice, room } = await dereverb(audioData(SAMPLE_RATE, [dry]), { strength: 1 });
    const null_ = siSdrDb(voice.channels, [dry]);
    const heardAs = room.dry ? 'dry' : 'reverberant';
    printLine([name, heardAs, figure(room.decaySeconds), figure(room.lateDb), figure(null_)]);
  }
}

async function measureRooms(): Promise<void> {
  const ofStrength = STRENGTHS.map((s) => `SI-SDR / reverb removed, strength ${s}`);
  printLine(['room', 'heard: decay, s', 'late, dB', 'SI-SDR before', ...ofStrength]);
  printLine(Array<string>(4 + STRENGTHS.length).fill('---'));
  for (const [seed, room] of ROOMS.entries()) {
    const rows: number[][] = [];
    for (const { load } of VOICES) rows.push(await measureInRoom(await load(), room, seed + 1));
    const means = rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
    const [decay, late, before, ...after] = means.map(figure);
    const pairs = STRENGTHS.map((_, i) => `${after[2 * i]} / ${after[2 * i + 1]}`);
    printLine([`${room.decaySeconds} s, ${room.directDb} dB`, decay, late, before, ...pairs]);
  }
}

/** Decay and late level as heard, SI-SDR before, then gain in SI-SDR and in direct-to-reverberant
 *  ratio for each strength. */
async function measureInRoom(
  dry: Float32Array,
  room: (typeof ROOMS)[number],
  seed: number,
): Promise<number[]> {
  const reverb = convolve(dry, impulseResponse(room, seed));
  const wet = dry.map((x, i) => x + reverb[i]);
  const before = siSdrDb([wet], [dry]);
  const after: number[] = [];
  const heard: number[] = [];
  for (const strength of STRENGTHS) {
    const { voice, room: found } = await dereverb(audioData(SAMPLE_RATE, [wet]), { strength });
    const [direct, rest] = leastSquares(voice.channels[0], dry, reverb);
    heard.splice(0, 2, found.decaySeconds, found.lateDb);
    after.push(siSdrDb(voice.channels, [dry]) - before, 20 * Math.log10(direct / rest));
  }
  return [...heard, before, ...after];
}

/** `x` as a sum of `a` and `b`: their factors. */
function leastSquares(x: Float32Array, a: Float32Array, b: Float32Array): [number, number] {
  const [aa, ab, bb, ax, bx] = [dot(a, a), dot(a, b), dot(b, b), dot(a, x), dot(b, x)];
  const determinant = aa * bb - ab * ab;
  return [(ax * bb - bx * ab) / determinant, (bx * aa - ax * ab) / determinant];
}

function impulseResponse(
  { decaySeconds, directDb }: (typeof ROOMS)[number],
  seed: number,
): Float32Array {
  const normal = seededNormal(seed);
  const smoothing = Math.exp((-2 * Math.PI * HIGHS_HZ) / SAMPLE_RATE);
  let low = 0;
  const response = Float32Array.from({ length: decaySeconds * 1.1 * SAMPLE_RATE }, (_, i) => {
    const noise = normal();
    low = smoothing * low + (1 - smoothing) * noise;
    const seconds = i / SAMPLE_RATE;
    const fall = (decay: number) => 10 ** ((-3 * seconds) / decay);
    if (seconds < PRE_DELAY_SECONDS) return 0;
    return low * fall(decaySeconds) + (noise - low) * fall(decaySeconds * HIGHS_DECAY);
  });
  const gain = dbToGain(-directDb) / Math.sqrt(dot(response, response));
  return response.map((x) => x * gain);
}

/** The first `a.length` samples of a ∗ b. */
function convolve(a: Float32Array, b: Float32Array): Float32Array {
  const fft = new RealFft(2 ** Math.ceil(Math.log2(a.length + b.length)));
  const spectra = [a, b].map((signal) => {
    const padded = new Float32Array(fft.size);
    padded.set(signal);
    const spectrum = { re: new Float32Array(fft.bins), im: new Float32Array(fft.bins) };
    fft.forward(padded, spectrum.re, spectrum.im);
    return spectrum;
  });
  const [x, y] = spectra;
  const re = x.re.map((value, k) => value * y.re[k] - x.im[k] * y.im[k]);
  const im = x.re.map((value, k) => value * y.im[k] + x.im[k] * y.re[k]);
  const result = new Float32Array(fft.size);
  fft.inverse(re, im, result);
  fft.free();
  return result.slice(0, a.length);
}

async function speech(name: string): Promise<Float32Array> {
  const folder = `data/speech/${name}`;
  const files = (await readdir(join(SHARED, folder))).filter((file) => file.endsWith('.opus'));
  const parts: number[] = [];
  for (const file of files.sort()) {
    if (parts.length >= EXCERPT_SECONDS * SAMPLE_RATE) break;
    for (const sample of await excerpt(`${folder}/${file}`, 0)) parts.push(sample);
  }
  return Float32Array.from(parts.slice(0, EXCERPT_SECONDS * SAMPLE_RATE));
}

async function excerpt(path: string, fromSeconds: number): Promise<Float32Array> {
  const { audio } = await decodeFile(join(SHARED, path), { limits: LIMITS, ffmpeg: 'off' });
  const from = fromSeconds * audio.sampleRate;
  return toMono(audio).slice(from, from + EXCERPT_SECONDS * audio.sampleRate);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1).replace('-', '−') : 'exact';
}

function printLine(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
