import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from './bench-options.js';
import { runTree } from './process-tree.js';
import { writeLongDemo } from './song.js';

const cli = fileURLToPath(new URL('../../dist/start/cli.js', import.meta.url));
const SONG_SECONDS = 180;
/** What the product promises for a song of 3 minutes on 2 cores. */
const LIMIT_SECONDS = 60;
const LIMIT_BYTES = 1.5e9;

/** A whole cover by the built command line, in an empty data folder. */
export async function benchCover({ dir, song }: BenchOptions): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const file = song ?? (await writeLongDemo(dir, SONG_SECONDS));
  const run = await runTree(process.execPath, [
    ...[cli, 'cover', file, '--voice', 'kathleen', '-o', join(dir, 'cover.wav')],
    ...['--json', '--quiet', '--data', join(dir, 'data')],
  ]);
  const report = JSON.parse(run.stdout) as {
    durationSeconds: number;
    steps: { id: string; seconds: number }[];
    loudness: { integratedLufs: number; truePeakDbtp: number };
  };
  const { integratedLufs, truePeakDbtp } = report.loudness;
  return [
    `cover of ${report.durationSeconds.toFixed(0)} s: ${run.seconds.toFixed(1)} s ` +
      `(${(report.durationSeconds / run.seconds).toFixed(1)} × real time; limit ${LIMIT_SECONDS} s for 180 s)`,
    `peak memory of the process tree: ${(run.peakBytes / 1e6).toFixed(0)} MB (limit ${LIMIT_BYTES / 1e6} MB)`,
    `loudness ${integratedLufs.toFixed(2)} LUFS, true peak ${truePeakDbtp.toFixed(2)} dBTP`,
    ...report.steps.map(({ id, seconds }) => `  ${id.padEnd(10)} ${seconds.toFixed(2)} s`),
  ];
}
