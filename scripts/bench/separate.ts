import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from './bench-options.js';
import { runTree } from './process-tree.js';
import { writeLongDemo } from './song.js';

const cli = fileURLToPath(new URL('../../dist/start/cli.js', import.meta.url));
/** Memory must not grow from the first to the second. */
const LENGTHS_SECONDS = [180, 1800];
/** What the product promises for a song of 3 minutes on 2 cores, and at any length. */
const LIMIT_SECONDS = 30;
const LIMIT_BYTES = 1e9;

/** Songs taken apart by the built command line, in an empty data folder each. */
export async function benchSeparate({ dir, song }: BenchOptions): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const songs = song ? [song] : await writeSongs(dir);
  const lines: string[] = [];
  for (const stems of [2, 4]) {
    for (const path of songs) lines.push(await separate(path, stems, dir));
  }
  return [...lines, `limits: ${LIMIT_SECONDS} s for 180 s, ${LIMIT_BYTES / 1e6} MB at any length`];
}

function writeSongs(dir: string): Promise<string[]> {
  return Promise.all(LENGTHS_SECONDS.map((seconds) => writeLongDemo(dir, seconds)));
}

async function separate(song: string, stems: number, dir: string): Promise<string> {
  const [output, data] = ['stems', 'data'].map((name) => join(dir, name));
  const run = await runTree(process.execPath, [
    ...[cli, 'separate', song, '-o', output, '--stems', String(stems)],
    ...['--json', '--quiet', '--data', data],
  ]);
  await rm(data, { recursive: true });
  await rm(output, { recursive: true });
  const { durationSeconds, steps } = JSON.parse(run.stdout) as {
    durationSeconds: number;
    steps: { id: string; seconds: number }[];
  };
  return [
    `${stems} stems of ${durationSeconds.toFixed(0)} s: ${run.seconds.toFixed(1)} s`,
    `(${(durationSeconds / run.seconds).toFixed(1)} × real time)`,
    `peak memory of the process tree ${(run.peakBytes / 1e6).toFixed(0)} MB;`,
    steps.map(({ id, seconds }) => `${id} ${seconds.toFixed(1)} s`).join(', '),
  ].join(' ');
}
