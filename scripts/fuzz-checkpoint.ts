/** Mutates checkpoints and reads them as `canto voices import` does: `npm run fuzz:checkpoint [COUNT]`.
 *  Whatever they hold, they must be read or refused in words, within two seconds of work and bounded memory,
 *  and run nothing. */
import { readFileSync } from 'node:fs';
import { seededRandom } from '../src/dsp/random.js';
import { InputError } from '../src/errors.js';
import { openZip } from '../src/zip-archive.js';
import { importVoice } from '../src/voices/import-voice.js';

const VECTORS = new URL('../test/voices/rvc/vectors/', import.meta.url);
const SEEDS = ['v1_32k_f0.pth', 'v1_32k_nof0.legacy.pth', 'v2_48k_f0.pth'];
const SLOW_MS = 2000;
/** What hundreds of megabytes of a bomb would exceed. */
const MOST_RSS_BYTES = 1.5e9;

const count = Number(process.argv[2] ?? 100_000);
const random = seededRandom(Number(process.argv[3] ?? 1));
const below = (limit: number) => Math.floor(random() * limit);
const seeds = SEEDS.map((name) => {
  const bytes = readFileSync(new URL(name, VECTORS));
  return { name, bytes, places: structure(bytes, name) };
});

const outcomes = new Map<string, number>();
let slowestMs = 0;
for (let n = 0; n < count; n++) {
  const seed = seeds[n % seeds.length];
  const bytes = mutate(seed);
  // Not by the clock, which counts what else the machine does.
  const started = process.cpuUsage();
  const outcome = readOnce(seed.name, bytes);
  const { user, system } = process.cpuUsage(started);
  slowestMs = Math.max(slowestMs, (user + system) / 1000);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  if (slowestMs > SLOW_MS) throw new Error(`file ${n} took ${Math.round(slowestMs)} ms`);
  if (process.memoryUsage.rss() > MOST_RSS_BYTES) throw new Error(`file ${n} took too much memory`);
}
if ('polluted' in {}) throw new Error('a file changed the prototype of objects');
console.log(`${count} files, slowest ${Math.round(slowestMs)} ms`);
console.log(`most memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
for (const [outcome, times] of [...outcomes].sort((a, b) => b[1] - a[1]).slice(0, 12)) {
  console.log(`${String(times).padStart(8)}  ${outcome}`);
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
function mutate({ bytes, places }: (typeof seeds)[number]): Buffer {
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
