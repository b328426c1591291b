import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/start/cli.js', import.meta.url));

export interface CantoRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** The built command line as a child process: what a user runs after `npm ci`. */
export function spawnCanto(
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  if (!existsSync(cli)) throw new Error('dist is missing: run `npm run build` (or `npm test`)');
  return spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, CANTO_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the command line to its end. */
export async function runCanto(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CantoRun> {
  const child = spawnCanto(args, env);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode: exitCode ?? -1, stdout: stdout(), stderr: stderr() };
}

/** Starts the real server on a free port and waits until it says where. */
export async function startServer(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<{ url: string; child: ChildProcess; stop(): Promise<void> }> {
  const child = spawnCanto(['serve', '--port', '0', '--data', dataDir], env);
  const errors = collect(child.stderr);
  const url = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (text: Buffer) => {
      printed += text.toString();
      const match = /http:\/\/\S+/.exec(printed);
      if (match) resolve(match[0]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended (${code}): ${errors()}`)));
  });
  return {
    url,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}
