import { fork, type ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

interface ForkOptions {
  /** Extra environment variables. */
  env?: Record<string, string>;
  /** A process group of its own, so that `kill(-pid)` ends its children too. */
  detached?: boolean;
  /** Whether its stderr goes to ours (the default) or can be read from the returned process. */
  stderr?: 'inherit' | 'pipe';
}

/** Forks the module at `url` (named `….js`), from `dist` when this code was built, or from the
 *  TypeScript source through tsx when it wasn't. Typed arrays pass through its messages as they are. */
export function forkModule(url: URL, options: ForkOptions = {}): ChildProcess {
  const fromSource = extname(import.meta.url) === '.ts';
  const path = fileURLToPath(url);
  return fork(fromSource ? path.replace(/\.js$/, '.ts') : path, {
    serialization: 'advanced',
    execArgv: fromSource ? ['--import', import.meta.resolve('tsx')] : [],
    detached: options.detached ?? false,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', options.stderr ?? 'inherit', 'ipc'],
  });
}
