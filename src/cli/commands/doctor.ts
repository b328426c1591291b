import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { ffmpegVersion } from '../../audio/ffmpeg-version.js';
import type { Config } from '../../config.js';
import { detectProviders } from '../../inference/detect-providers.js';
import { licenceOf, openModelStore, pullCommand } from '../../inference/model-store.js';
import { findYtDlp } from '../../sources/yt-dlp-program.js';
import { openVoiceLibrary } from '../../voices/voice-library.js';
import { configFor, type CliContext, type SharedOptions } from '../cli-context.js';
import { printReport } from '../print.js';

/** One thing that a machine has or lacks. */
interface Finding {
  name: string;
  state: 'ok' | 'optional' | 'problem';
  found: string;
  /** The command that gets it. */
  fix?: string;
}

/** A 10-minute song needs this much while it is worked on. */
const NEEDED_MEMORY_BYTES = 2e9;
const NEEDED_DISK_BYTES = 2e9;
const FONT_FOLDERS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  '/Library/Fonts',
  'C:\\Windows\\Fonts',
];

const MARKS: Readonly<Record<Finding['state'], string>> = {
  ok: '✓',
  optional: '·',
  problem: '✗',
};

/** canto doctor */
export function doctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('what this machine has and lacks, and the command that gets it')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action(async (options: SharedOptions) => {
      const findings = await examine(configFor(context, options));
      printReport({ findings }, { json: options.json, lines: findings.flatMap(describe) });
    });
}

function describe({ name, state, found, fix }: Finding): string[] {
  const line = `${MARKS[state]} ${name.padEnd(12)} ${found}`;
  return fix ? [line, `${' '.repeat(15)}→ ${fix}`] : [line];
}

async function examine(config: Config): Promise<Finding[]> {
  return [
    node(),
    machine(),
    await disk(config),
    await ffmpeg(config),
    await ytDlp(config),
    await graphicsCard(),
    fonts(),
    await voices(config),
    ...(await models(config)),
  ];
}

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node.js',
    state: isEnough ? 'ok' : 'problem',
    found: process.versions.node,
    ...(!isEnough && { fix: 'install Node.js 20.19 or newer' }),
  };
}

function machine(): Finding {
  const bytes = totalmem();
  return {
    name: 'machine',
    state: bytes >= NEEDED_MEMORY_BYTES ? 'ok' : 'problem',
    found: `${availableParallelism()} cores, ${gigabytes(bytes)} of memory`,
    ...(bytes < NEEDED_MEMORY_BYTES && {
      fix: 'songs of a few minutes only: lower CANTO_MAX_DURATION_SECONDS',
    }),
  };
}

async function disk({ dataDir }: Config): Promise<Finding> {
  try {
    await mkdir(dataDir, { recursive: true });
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    return {
      name: 'data folder',
      state: free >= NEEDED_DISK_BYTES ? 'ok' : 'problem',
      found: `${dataDir}, ${gigabytes(free)} free`,
      ...(free < NEEDED_DISK_BYTES && {
        fix: 'free some space, or choose another folder with CANTO_DATA',
      }),
    };
  } catch (error) {
    return {
      name: 'data folder',
      state: 'problem',
      found: `${dataDir}: ${(error as Error).message}`,
      fix: 'choose another folder with CANTO_DATA',
    };
  }
}

async function ffmpeg({ ffmpeg: setting }: Config): Promise<Finding> {
  const version = await ffmpegVersion(setting);
  if (version) return { name: 'ffmpeg', state: 'ok', found: version };
  return {
    name: 'ffmpeg',
    state: 'optional',
    found: `${setting === 'off' ? 'turned off' : 'absent'}; only rare formats (wma, speex …) need it`,
    fix: installHint('ffmpeg'),
  };
}

async function ytDlp({ ytDlp: setting }: Config): Promise<Finding> {
  const program = await findYtDlp(setting);
  if (program) return { name: 'yt-dlp', state: 'ok', found: `yt-dlp ${program.version}` };
  return {
    name: 'yt-dlp',
    state: 'optional',
    found: 'absent; YouTube links go through ytdl-core, which often fails',
    fix: 'pipx install yt-dlp   (or: python3 -m pip install -U yt-dlp)',
  };
}

async function graphicsCard(): Promise<Finding> {
  const providers = await detectProviders();
  if (providers.includes('cuda')) return { name: 'GPU', state: 'ok', found: 'CUDA runs models' };
  return {
    name: 'GPU',
    state: 'optional',
    found: 'none that ONNX Runtime can use; models run on the CPU',
    fix: 'NVIDIA only: see README, section "GPU"',
  };
}

/** The server draws no text, so only the browser of this machine uses fonts. */
function fonts(): Finding {
  const folder = FONT_FOLDERS.find((path) => existsSync(path));
  if (folder) return { name: 'fonts', state: 'ok', found: folder };
  return {
    name: 'fonts',
    state: 'optional',
    found: 'none; the server needs none, a browser on this machine does',
    fix: installHint('fonts-dejavu-core'),
  };
}

async function voices(config: Config): Promise<Finding> {
  const names = (await openVoiceLibrary(config).list()).map(({ id }) => id);
  return { name: 'voices', state: names.length > 0 ? 'ok' : 'problem', found: names.join(', ') };
}

async function models({ dataDir, modelsMirror: mirror }: Config): Promise<Finding[]> {
  const store = await openModelStore({ dataDir, mirror });
  const checks = new Map((await store.verify()).map(({ id, state }) => [id, state]));
  const listed = await store.list();
  return listed.map((model): Finding => {
    const { id, bytes, purpose } = model;
    const isHere = checks.get(id) === 'ok';
    const isCorrupt = checks.get(id) === 'corrupt';
    return {
      name: id,
      state: isCorrupt ? 'problem' : isHere ? 'ok' : 'optional',
      found: `${isCorrupt ? 'broken; ' : isHere ? '' : 'absent; '}${purpose}`,
      ...(!isHere && {
        fix: `${pullCommand(model)}   (${(bytes / 1e6).toFixed(1)} MB, ${licenceOf(model)})`,
      }),
    };
  });
}

function installHint(name: string): string {
  if (process.platform === 'darwin') return `brew install ${name}`;
  if (process.platform === 'win32') return `winget install ${name}`;
  return `apt-get install ${name}   (or your system's package manager)`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
