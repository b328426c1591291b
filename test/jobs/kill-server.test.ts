import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openJobData } from '../../src/jobs/job-data.js';
import { openJobQueue } from '../../src/jobs/open-job-queue.js';
import type { Plan } from '../../src/jobs/plan.js';
import { runPlan } from '../../src/jobs/run-plan.js';
import { processIdentity } from '../../src/process/process-identity.js';
import {
  chain,
  configOf,
  executeHere,
  executeInProcess,
  linesOf,
  logIn,
  planOf,
  step,
} from '../support/fake-jobs.js';
import { tempDir } from '../support/temp-dir.js';
import { waitUntil } from '../support/wait-until.js';

/** Moments in milliseconds after the queue has begun: in every part of a step's life. Steps within
 *  the server are quick to reach; those in processes of their own take a second to start here. */
const KILLS = {
  here: Array.from({ length: 12 }, (_, n) => 20 + ((n * 7) % 12) * 37),
  inProcess: [1000, 1500, 600],
};

describe('kill −9 of the server', () => {
  it.each([
    ['a dozen', 'here', 7],
    ['a few', 'inProcess', 2],
  ] as const)('at %s moments (steps %s) changes nothing of the results', async (_, where, jobs) => {
    const dataDir = await tempDir();
    const plans = Array.from({ length: jobs }, (_, n) =>
      chain('slow', logIn(dataDir), { ms: 100, n }),
    );
    await submitAll(dataDir, plans);
    for (const ms of KILLS[where]) {
      const server = startServer(dataDir, where);
      const ended = once(server, 'exit');
      await once(server.stdout!, 'data');
      await setTimeout(ms);
      server.kill('SIGKILL');
      await ended;
    }
    const [code] = (await once(startServer(dataDir, where), 'exit')) as [number];
    expect(code).toBe(0);
    expect(await resultsOf(dataDir)).toEqual(await undisturbed(plans));
    expect(await readdir(join(dataDir, 'scratch'))).toEqual([]);
  });

  it('does not leave its steps running, though they may not notice', async () => {
    const dataDir = await tempDir();
    const log = logIn(dataDir);
    await submitAll(dataDir, [planOf([step('a', 'hang', { log })])]);
    const server = startServer(dataDir, 'inProcess');
    await waitUntil(async () => (await linesOf(log)).length === 1);
    server.kill('SIGKILL');
    await once(server, 'exit');
    const pid = Number((await linesOf(log))[0]);
    expect(processIdentity(pid)).toBeDefined();

    const config = configOf(dataDir);
    const data = await openJobData(config);
    const queue = await openJobQueue(data, { execute: executeInProcess, config });
    await waitUntil(() => processIdentity(pid) === undefined);
    await waitUntil(async () => (await linesOf(log)).length === 2);
    await queue.cancel((await queue.list())[0].id);
    await queue.shutdown();
    expect(processIdentity(Number((await linesOf(log))[1]))).toBeUndefined();
  });
});

function startServer(dataDir: string, where: 'here' | 'inProcess'): ChildProcess {
  const path = fileURLToPath(new URL('../support/queue-server.ts', import.meta.url));
  return fork(path, [dataDir, where], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

async function submitAll(dataDir: string, plans: Plan[]): Promise<void> {
  const data = await openJobData(configOf(dataDir));
  for (const plan of plans) data.jobs.insert({ kind: 'fake', title: 'A song', request: {}, plan });
  data.close();
}

async function resultsOf(dataDir: string): Promise<string[]> {
  const data = await openJobData(configOf(dataDir));
  const jobs = data.jobs.list(100, 0).reverse();
  data.close();
  return jobs.map(({ files, state }) => `${state} ${files.result?.sha256}`);
}

/** The results of the same plans, each run without a break in a folder of its own. */
async function undisturbed(plans: Plan[]): Promise<string[]> {
  const config = configOf(await tempDir());
  const data = await openJobData(config);
  const { results } = data.directRun();
  const all = [];
  for (const plan of plans) {
    const result = await runPlan(plan, {
      files: data.files,
      results,
      execute: executeHere,
      config,
    });
    all.push(`done ${result.files.result.sha256}`);
  }
  return all;
}
