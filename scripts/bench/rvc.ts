import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from './bench-options.js';

const PEER = 'rvc-onnx-web';
const SECONDS = 10;

/** Loading a voice of RVC, and 10 s of it, by one thread: CPU time, for the clock counts what else
 *  the machine does. Each in a process of its own, so that memory can be told. Beside the npm package
 *  rvc-onnx-web, where `peer` is a folder that it was installed into (it is no dependency). */
export function benchRvc({ voice, peer }: BenchOptions): Promise<string[]> {
  if (!voice) {
    return Promise.resolve(['SKIPPED: it needs --voice FILE.pth (scripts/goldens/rvc_voices.py)']);
  }
  const own = measure('canto', voice);
  const other = peer
    ? measure(PEER, voice, peer)
    : `${PEER}: SKIPPED, it needs --peer FOLDER (npm i --prefix FOLDER ${PEER})`;
  return Promise.resolve([own, other]);
}

function measure(what: string, ...args: string[]): string {
  const script = fileURLToPath(new URL('./rvc-run.ts', import.meta.url));
  const node = ['--import', 'tsx', script, what, String(SECONDS), ...args];
  const { stdout, stderr, status } = spawnSync(process.execPath, node, { encoding: 'utf8' });
  return `${what}: ${status === 0 ? stdout.trim() : `FAILED, ${stderr.trim().split('\n').at(-1)}`}`;
}
