// Builds `dist` where it is missing or older than its sources: after `npm ci`, and before `npm start`.
// Where the build tools aren't installed (`npm ci --omit=dev`) it leaves `dist` as it is.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// Written last, when the service and the page are both as new as their sources.
const built = join(root, 'dist', '.built');
const sources = ['src', 'web', 'package.json', 'package-lock.json', 'tsconfig.json'];

if (!existsSync(join(root, 'node_modules', 'typescript'))) {
  console.log('canto: the build tools are not installed, so dist stays as it is');
} else if (!existsSync(built) || newest(sources) > statSync(built).mtimeMs) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (status === 0) writeFileSync(built, '');
  process.exitCode = status ?? 1;
}

function newest(paths) {
  return Math.max(...paths.map((path) => newestIn(join(root, path))));
}

function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
