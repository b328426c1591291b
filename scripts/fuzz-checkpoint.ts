/** Mutates checkpoints and reads them as `canto voices import` does:
 *  `npm run fuzz:checkpoint [-- --count 100000 --seed 1]`. Whatever they hold, they must be read or refused in
 *  words, within two seconds of work and bounded memory, and run nothing. Blocks of files are read by
 *  child processes, so that a crash costs a block and is told of. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/dsp/random.js';
import { InputError } from '../src/errors.js';
import { openZip } from '../src/zip-archive.js';
import { importVoice } from '../src/voices/import-voice.js';

const VECTORS = new URL('../test/voices/rvc/vectors/', import.meta.url);
const SEEDS = ['v1_32k_f0.pth', 'v1_32k_nof0.legacy.pth', 'v2_48k_f0.pth'];
const BLOCK = 500;
const SLOW_MS = 2000;
/** What hundreds of megabytes of a bomb would exceed. */
const MOST_RSS_MB = 1500;
/** A block that takes longer hangs. */
const HANG_MS = 20 * 60_000;

interface BlockReport {
  outcomes: [string, number][];
  slowestMs: number;
  /** Number of the slowest file, counted over all blocks. */
  slowest: number;
  rssMb: number;
}

let random = seededRandom(1);
const below = (limit: number) => Math.floor(random() * limit);

if (process.send) process.once('message', (first: number) => process.send?.(readBlock(first)));
else await fuzz();

async function fuzz(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const total = { outcomes: new Map<string, number>(), slowestMs: 0, slowest: 0, rssMb: 0 };
  const crashes: string[] = [];
  const first = Number(values.seed) * 10_000_000;
  for (let n = 0; n < Number(values.count); n += BLOCK) {
    const report = await runBlock(first + n);
    if (typeof report === 'string') crashes.push(`block from file ${first + n}: ${report}`);
    else add(total, report);
    const worst = `slowest ${Math.round(total.slowestMs)} ms (file ${total.slowest})`;
    const memory = `most memory ${Math.round(total.rssMb)} MB`;
    console.log(`${n + BLOCK} files, ${worst}, ${memory}, ${crashes.length} crashes`);
  }
  for (const [outcome, times] of [...total.outcomes].sort((a, b) => b[1] - a[1]).slice(0, 12)) {
    console.log(`${String(times).padStart(8)}  ${outcome}`);
  }
  for (const crash of crashes) console.error(crash);
  const isBounded = total.slowestMs <= SLOW_MS && total.rssMb <= MOST_RSS_MB;
  process.exitCode = crashes.length === 0 && isBounded ? 0 : 1;
}

/** What became of a block, or how its process ended instead. */
async function runBlock(first: number): Promise<BlockReport | string> {
  const child = fork(fileURLToPath(import.meta.url), { timeout: HANG_MS });
  const ended = once(child, 'exit').then(([code, signal]) => `ended by ${signal ?? code}`);
  const reported = once(child, 'message').then(([report]) => report as BlockReport);
  child.send(first);
  const result = await Promise.race([reported, ended]);
  child.disconnect();
  await ended;
  return result;
}

function add(
  total: Omit<BlockReport, 'outcomes'> & { outcomes: Map<string, number> },
  block: BlockReport,
) {
  for (const [outcome, times] of block.outcomes) {
    total.outcomes.set(outcome, (total.outcomes.get(outcome) ?? 0) + times);
  }
  if (block.slowestMs > total.slowestMs) {
    total.slowestMs = block.slowestMs;
    total.slowest = block.slowest;
  }
  total.rssMb = Math.max(total.rssMb, block.rssMb);
}

function readBlock(first: number): BlockReport {
  random = seededRandom(first);
  const seeds = SEEDS.map((name) => {
    const bytes = readFileSync(new URL(name, VECTORS));
    return { name, bytes, places: structure(bytes, name) };
  });
  const outcomes = new Map<string, number>();
  let [slowestMs, slowest] = [0, first];
  for (let n = first; n < first + BLOCK; n++) {
    const seed = seeds[n % seeds.length];
    const bytes = mutate(seed);
    // Not by the clock, which counts what else the machine does.
    const started = process.cpuUsage();
    const outcome = readOnce(seed.name, bytes);
    const { user, system } = process.cpuUsage(started);
    const ms = (user + system) / 1000;
    if (ms > slowestMs) [slowestMs, slowest] = [ms, n];
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  if ('polluted' in {}) throw new Error('a file changed the prototype of objects');
  const rssMb = process.resourceUsage().maxRSS / 1024;
  return { outcomes: [...outcomes], slowestMs, slowest, rssMb };
}

function readOnce(name: string, bytes: Buffer): string {
  try {
    importVoice([{ name, bytes }]);
    return 'read';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${error.code}: ${error.message.replace(/'[^']*'|\d+/g, '…').slice(0, 80)}`;
  }
}

/** Where what gives a file its shape lies: pickle and directory, where mutations matter most. */
function structure(bytes: Buffer, name: string): [number, number][] {
  if (name.includes('legacy')) return [[0, 60_000]];
  const archive = openZip(bytes, name);
  const pickle = archive.entries.find((entry) => entry.name.endsWith('data.pkl'));
  if (!pickle) throw new Error('no pickle');
  const content = archive.read(pickle);
  const at = content.byteOffset - bytes.byteOffset;
  return [
    [at, content.length],
    [bytes.length - 60_000, 60_000],
  ];
}

/** A copy with a few bytes changed, swapped or repeated, or with its end cut off. */
function mutate({ bytes, places }: { bytes: Buffer; places: [number, number][] }): Buffer {
  const copy = Buffer.from(bytes);
  const changes = 1 + below(6);
  for (let i = 0; i < changes; i++) {
    const [start, length] = random() < 0.9 ? places[below(places.length)] : [0, copy.length];
    const at = Math.min(copy.length - 16, start + below(length));
    const kind = below(5);
    if (kind === 0) copy[at] = below(256);
    else if (kind === 1) copy[at] ^= 1 << below(8);
    else if (kind === 2) copy.fill(0xff, at, at + 1 + below(8));
    else if (kind === 3) copy.copyWithin(at, start + below(length), start + below(length) + 8);
    else copy[at] = '().NQR]}abcdehjqrstu0l\x80\x81\x85\x86\x87\x89\x8a'.charCodeAt(below(32));
  }
  return random() < 0.03 ? copy.subarray(0, below(copy.length)) : copy;
}
