import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCover } from './cover.js';
import { benchDsp } from './dsp.js';
import { benchMaster, benchMix } from './mix.js';
import { benchRetrieval } from './retrieval.js';
import { benchRvc } from './rvc.js';
import { benchSeparate } from './separate.js';
import { benchService } from './service.js';

/** npm run bench [-- dsp separate cover mix master rvc retrieval service] [--song FILE] [--voice FILE] [--peer FOLDER]: figures against real time, a limit, or a
 *  peer in the same run; nothing is asserted, since machines differ. */
const benchmarks = {
  dsp: benchDsp,
  separate: benchSeparate,
  cover: benchCover,
  mix: benchMix,
  master: benchMaster,
  rvc: benchRvc,
  retrieval: benchRetrieval,
  service: benchService,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { song: { type: 'string' }, voice: { type: 'string' }, peer: { type: 'string' } },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const dir = await mkdtemp(join(tmpdir(), 'canto-bench-'));
console.log(`Node ${process.versions.node}, ${availableParallelism()} cores`);
try {
  for (const name of chosen) {
    const bench = benchmarks[name as keyof typeof benchmarks];
    if (!bench) throw new Error(`no benchmark '${name}': ${Object.keys(benchmarks).join(', ')}`);
    console.log(`\n${name}`);
    for (const line of await bench({ dir: join(dir, name), ...values })) {
      console.log(`  ${line}`);
    }
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
