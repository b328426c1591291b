import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { maxError, readDoubleFile } from '../../test/support/float-files.js';
import { signalToNoiseDb, singVector } from '../../test/voices/rvc/sing-vector.js';
import type { VectorCase } from '../../test/voices/rvc/vectors.js';

/** `npx tsx scripts/goldens/rvc-parity.ts FOLDER`: how far voices are from upstream's own code, on the files
 *  that `rvc_voices.py` wrote to FOLDER. Fails beyond the bars. */
const MOST_ERROR = 2e-5;
const LEAST_SNR_DB = 100;

const folder = process.argv[2];
const cases = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as VectorCase[];
const host = createInferenceHost({ maxProcesses: 1, threads: 1 });
for (const vector of cases) {
  const sung = await singVector(vector, { folder, host });
  const wanted = readDoubleFile(join(folder, vector.dir, 'out64.bin'));
  const error = maxError(sung, wanted);
  const snrDb = signalToNoiseDb(sung, wanted);
  const peak = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isWithin = error <= MOST_ERROR && snrDb >= LEAST_SNR_DB;
  if (!isWithin) process.exitCode = 1;
  const figures = `max error ${error.toExponential(1)}, ${snrDb.toFixed(1)} dB, peak ${peak.toFixed(2)}`;
  console.log(`${vector.dir}: ${figures}${isWithin ? '' : ' — beyond the bars'}`);
}
await host.close();
