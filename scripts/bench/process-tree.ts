import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 100;

export interface TreeRun {
  exitCode: number | null;
  seconds: number;
  /** The most that the process and all its descendants held at once (resident, Linux only). */
  peakBytes: number;
  stdout: string;
}

/** Runs a program and watches the memory of its whole process tree. */
export async function runTree(command: string, args: readonly string[]): Promise<TreeRun> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, treeBytes(child.pid ?? 0));
  }, SAMPLE_MS);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  return { exitCode, seconds: (performance.now() - started) / 1000, peakBytes, stdout };
}

function treeBytes(pid: number): number {
  const own = /^VmRSS:\s+(\d+)/m.exec(readOr(`/proc/${pid}/status`))?.[1] ?? '0';
  return Number(own) * 1024 + childrenOf(pid).reduce((sum, child) => sum + treeBytes(child), 0);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readOr(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Processes end while they are looked at. */
function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
