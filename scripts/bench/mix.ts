import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audioData } from '../../src/audio/audio-data.js';
import { streamByBlocks } from '../../src/audio/audio-stream.js';
import { encodeWav } from '../../src/audio/wav.js';
import { seededRandom } from '../../src/dsp/random.js';
import { composeDemoSong } from '../../src/songs/demo-song.js';
import type { BenchOptions } from './bench-options.js';
import { runTree, type TreeRun } from './process-tree.js';

const cli = fileURLToPath(new URL('../../dist/start/cli.js', import.meta.url));
const SECONDS = 180;
/** What the product promises on 2 cores. */
const MIX_LIMITS = { seconds: 12, bytes: 800e6 };
const MASTER_LIMIT_SECONDS = 4;
const STEM_NAMES = [
  ...['lead vocal', 'backing vocals', 'drums', 'percussion'],
  ...['bass', 'guitar left', 'guitar right', 'pad'],
];

/** Eight stems of 3 minutes, mixed and mastered by the built command line, in an empty data folder. */
export async function benchMix({ dir }: BenchOptions): Promise<string[]> {
  const stems = await writeStems(dir);
  const run = await runTree(process.execPath, [
    ...[cli, 'mix', ...stems, '-o', join(dir, 'mix.wav')],
    ...['--json', '--quiet', '--data', join(dir, 'data')],
  ]);
  return [
    `limits: ${MIX_LIMITS.seconds} s, ${MIX_LIMITS.bytes / 1e6} MB for reading, mixing and mastering`,
    ...describe(`${stems.length} stems of ${SECONDS} s`, run),
  ];
}

/** A mix of 3 minutes, mastered by the built command line, in an empty data folder. */
export async function benchMaster({ dir, song }: BenchOptions): Promise<string[]> {
  const mix = song ?? (await writeStem(dir, 'mix', (i) => demo(i, 'mix')));
  const run = await runTree(process.execPath, [
    ...[cli, 'master', mix, '-o', join(dir, 'master.wav')],
    ...['--json', '--quiet', '--data', join(dir, 'data')],
  ]);
  return [
    `limit: ${MASTER_LIMIT_SECONDS} s for mastering`,
    ...describe(`a mix of ${SECONDS} s`, run),
  ];
}

function describe(what: string, run: TreeRun): string[] {
  const { steps, loudness } = JSON.parse(run.stdout) as {
    steps: { id: string; seconds: number }[];
    loudness: { integratedLufs: number; truePeakDbtp: number };
  };
  const { integratedLufs, truePeakDbtp } = loudness;
  return [
    `${what}: ${run.seconds.toFixed(1)} s, at most ${(run.peakBytes / 1e6).toFixed(0)} MB`,
    `loudness ${integratedLufs.toFixed(2)} LUFS, true peak ${truePeakDbtp.toFixed(2)} dBTP`,
    ...steps.map(({ id, seconds }) => `  ${id.padEnd(10)} ${seconds.toFixed(2)} s`),
  ];
}

type Wave = (sample: number) => [left: number, right: number];

const song = composeDemoSong();

function demo(i: number, part: 'mix' | 'vocals' | 'accompaniment'): [number, number] {
  const { channels, length } = song[part];
  const [left, right = left] = channels;
  return [left[i % length], right[i % length]];
}

/** The demo song's voice and music, and simple parts for the rest. */
async function writeStems(dir: string): Promise<string[]> {
  const random = seededRandom(1);
  const tone = (hz: number): Wave => {
    return (i) => {
      const swell = 0.1 + 0.1 * Math.sin(i / 60_000);
      return [swell * Math.sin((i * hz) / 7019), swell * Math.sin((i * hz) / 7019 + 0.5)];
    };
  };
  const hits = (every: number): Wave => {
    return (i) => {
      const hit = (2 * random() - 1) * Math.exp(-(i % every) / 1200);
      return [hit, 0.8 * hit];
    };
  };
  const waves: Wave[] = [
    ...[(i: number) => demo(i, 'vocals'), (i: number) => demo(i + 400, 'vocals')],
    ...[hits(22_050), hits(11_025), tone(55)],
    ...[(i: number) => demo(i, 'accompaniment'), tone(220), tone(330)],
  ];
  const paths = [];
  for (const [n, name] of STEM_NAMES.entries()) paths.push(await writeStem(dir, name, waves[n]));
  return paths;
}

async function writeStem(dir: string, name: string, wave: Wave): Promise<string> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, `${name}.wav`);
  const { sampleRate } = song.mix;
  const shape = { sampleRate, numberOfChannels: 2, length: SECONDS * sampleRate };
  const stream = streamByBlocks(shape, (from, to) => {
    const channels = [0, 1].map(() => new Float32Array(to - from));
    for (let i = from; i < to; i++) {
      const sides = wave(i);
      channels.forEach((channel, side) => (channel[i - from] = sides[side]));
    }
    return Promise.resolve(audioData(sampleRate, channels));
  });
  await encodeWav(path, stream, { bitDepth: 24 });
  return path;
}
