// Gets what the tests use beyond npm: a Chromium for the page, from Debian where this may install
// packages. Without it the page's tests are skipped, and this says so.
import { spawnSync } from 'node:child_process';

const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome'];

if (!CHROMIUMS.some(isInstalled)) {
  const mayInstall = process.getuid?.() === 0 && isInstalled('apt-get');
  if (mayInstall) install('chromium');
  if (!CHROMIUMS.some(isInstalled)) {
    console.warn(
      '\nSKIPPED: the tests of the web page, since no Chromium is installed.' +
        '\n         Install one (Debian: apt-get install chromium) and run the tests again.\n',
    );
  }
}

function isInstalled(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

function install(name) {
  console.log(`Installing ${name} for the tests of the web page …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', name],
  ]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: environment,
    });
    if (status !== 0) return;
  }
}
