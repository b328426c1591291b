import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Job, JobEvent } from '../../src/jobs/job.js';
import { openJobData } from '../../src/jobs/job-data.js';
import { openJobQueue } from '../../src/jobs/open-job-queue.js';
import type { Plan } from '../../src/jobs/plan.js';
import { runPlan } from '../../src/jobs/run-plan.js';
import type { StepExecutor } from '../../src/jobs/step-executor.js';
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

interface Options {
  execute?: StepExecutor;
  jobs?: number;
  dir?: string;
}

async function studio({ execute = executeHere, jobs = 1, dir }: Options = {}) {
  const folder = dir ?? (await tempDir());
  const config = configOf(join(folder, 'data'), { CANTO_JOBS: String(jobs) });
  const data = await openJobData(config);
  const queue = await openJobQueue(data, { execute, config });
  onTestFinished(() => queue.shutdown());
  const submit = (plan: Plan) => queue.submit({ kind: 'fake', title: 'A song', request: {}, plan });
  const finish = async (id: string) => (await collect(queue.events(id))).at(-1)!.job;
  const scratch = () => readdir(join(folder, 'data', 'scratch'));
  return { dir: folder, config, data, queue, log: logIn(folder), submit, finish, scratch };
}

async function collect(events: AsyncIterable<JobEvent>): Promise<JobEvent[]> {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

const states = (jobs: Job[]) => jobs.map(({ state }) => state);

describe('the job queue', () => {
  it('runs a job and keeps its files and report', async () => {
    const { submit, finish, data, log } = await studio();
    const { id } = await submit(chain('join', log));
    const job = await finish(id);
    expect(job).toMatchObject({ state: 'done', progress: 1, stage: 'Step c', seed: 1 });
    const text = await readFile(await data.files.pathOf(job.files.result.sha256), 'utf8');
    expect(job.report).toEqual({ length: text.length });
    expect(job.files.result.bytes).toBe(text.length);
  });

  it('finishes 20 jobs that are submitted at once, in order', async () => {
    const { submit, finish, queue, dir } = await studio({ jobs: 3 });
    const jobs = [];
    for (let n = 0; n < 20; n++) {
      const log = join(dir, `log-${n}`);
      jobs.push(await submit(chain('slow', log, { ms: 20, n })));
    }
    const finished = await Promise.all(jobs.map(({ id }) => finish(id)));
    expect(new Set(states(finished))).toEqual(new Set(['done']));
    const starts = finished.map(({ startedAt }) => startedAt!);
    expect(starts).toEqual([...starts].sort());
    expect((await queue.list()).map(({ id }) => id)).toEqual(jobs.map(({ id }) => id).reverse());
    expect(await queue.list({ limit: 2, offset: 1 })).toHaveLength(2);
  });

  it('a crash fails its job with one clear error, and the queue goes on', async () => {
    const { submit, finish, log } = await studio({ execute: executeInProcess });
    const crashing = await submit(planOf([step('a', 'die', { how: 'SIGSEGV' })]));
    const good = await submit(planOf([step('a', 'join', { log })]));
    expect(await finish(crashing.id)).toMatchObject({
      state: 'failed',
      error: { kind: 'internal', code: 'step-crashed' },
    });
    expect((await finish(good.id)).state).toBe('done');
  });

  it('cancelling a running job leaves no process and no file', async () => {
    const { submit, queue, log, scratch } = await studio({ execute: executeInProcess });
    const { id } = await submit(planOf([step('a', 'employ', { log })]));
    await waitUntil(async () => (await linesOf(log)).length === 2);
    expect(await scratch()).toHaveLength(1);
    expect((await queue.cancel(id)).state).toBe('cancelled');
    expect(await scratch()).toEqual([]);
    const pids = (await linesOf(log)).map(Number);
    await waitUntil(() => pids.every((pid) => processIdentity(pid) === undefined));
  });

  it('cancelling a queued job keeps it from running, and a finished job stays done', async () => {
    const { submit, queue, finish, dir } = await studio();
    const first = await submit(chain('slow', join(dir, 'first'), { ms: 60 }));
    const second = await submit(chain('join', join(dir, 'second')));
    expect((await queue.cancel(second.id)).state).toBe('cancelled');
    await finish(first.id);
    expect((await queue.cancel(first.id)).state).toBe('done');
    expect(await linesOf(join(dir, 'second'))).toEqual([]);
  });

  it('a retry goes on from the step that failed', async () => {
    const { submit, finish, queue, dir, log } = await studio();
    const obstacle = join(dir, 'obstacle');
    await writeFile(obstacle, 'x');
    const { id } = await submit(
      planOf([step('a', 'join', { log }), step('b', 'may-fail', { log, obstacle })]),
    );
    expect(await finish(id)).toMatchObject({ state: 'failed', error: { code: 'not-audio' } });
    await rm(obstacle);
    expect(await queue.retry(id)).toMatchObject({ state: 'running' });
    const job = await finish(id);
    expect(job.state).toBe('done');
    expect(job.error).toBeUndefined();
    expect(await linesOf(log)).toEqual(['join', 'may-fail', 'may-fail']);
  });

  it('retries neither what is done nor what still runs', async () => {
    const { submit, finish, queue, log } = await studio();
    const { id } = await submit(chain('slow', log, { ms: 40 }));
    await expect(queue.retry(id)).rejects.toMatchObject({ code: 'job-not-finished' });
    await finish(id);
    await expect(queue.retry(id)).rejects.toMatchObject({ code: 'job-already-done' });
  });

  it('refuses a job whose source is not stored', async () => {
    const { submit, queue } = await studio();
    const song = { blob: '0'.repeat(64) };
    await expect(submit(planOf([step('a', 'join', {}, { song })]))).rejects.toMatchObject({
      code: 'no-such-file',
    });
    expect(await queue.list()).toEqual([]);
  });

  it('knows no job that it was not given', async () => {
    const { queue } = await studio();
    const missing = { code: 'no-such-job' };
    await expect(queue.get('x')).rejects.toMatchObject(missing);
    await expect(queue.cancel('x')).rejects.toMatchObject(missing);
    await expect(queue.retry('x')).rejects.toMatchObject(missing);
    await expect(queue.remove('x')).rejects.toMatchObject(missing);
    await expect(collect(queue.events('x'))).rejects.toMatchObject(missing);
  });

  it('removing a job removes the files that only it used', async () => {
    const { submit, finish, queue, data, dir, log } = await studio();
    const one = await submit(chain('join', log));
    const job = await finish(one.id);
    const shared = planOf(chain('join', log).steps.slice(0, 1));
    const other = await finish((await submit(shared)).id);
    await queue.remove(one.id);
    await expect(queue.get(one.id)).rejects.toMatchObject({ code: 'no-such-job' });
    expect(await data.files.has(job.files.result.sha256)).toBe(false);
    expect(await data.files.has(other.files.result.sha256)).toBe(true);
    expect((await readdir(join(dir, 'data', 'blobs'), { recursive: true })).length).toBe(4);
  });

  it('removing a running job stops it', async () => {
    const { submit, queue, log, scratch } = await studio({ execute: executeInProcess });
    const { id } = await submit(planOf([step('a', 'employ', { log })]));
    await waitUntil(async () => (await linesOf(log)).length === 2);
    await queue.remove(id);
    expect(await scratch()).toEqual([]);
    expect(await queue.list()).toEqual([]);
  });

  it('goes on after a shutdown with the step that it was in', async () => {
    const first = await studio({ execute: executeInProcess });
    const plan = planOf([
      step('a', 'join', { log: first.log }),
      step('b', 'slow', { log: first.log, ms: 1000 }),
    ]);
    const { id } = await first.submit(plan);
    await waitUntil(async () => (await linesOf(first.log)).includes('slow'));
    await first.queue.shutdown();
    expect(first.data.jobs.get(id).state).toBe('queued');
    expect(await first.scratch()).toEqual([]);
    first.data.close();
    const second = await studio({ dir: first.dir });
    expect((await second.finish(id)).state).toBe('done');
    expect(await linesOf(first.log)).toEqual(['join', 'slow', 'slow', 'join']);
  });

  it('lets one server only work on a folder, until it is shut down', async () => {
    const first = await studio();
    await expect(studio({ dir: first.dir })).rejects.toMatchObject({
      kind: 'input',
      code: 'data-folder-in-use',
    });
    await first.queue.shutdown();
    await studio({ dir: first.dir });
  });

  it('keeps jobs and uploads across a restart', async () => {
    const first = await studio();
    const job = await first.finish((await first.submit(chain('join', first.log))).id);
    const upload = first.data.uploads.add({
      name: 'söng.mp3',
      sha256: job.files.result.sha256,
      bytes: 3,
      info: { durationSeconds: 1 },
    });
    await first.queue.shutdown();
    first.data.close();
    const second = await studio({ dir: first.dir });
    expect(await second.queue.get(job.id)).toEqual(job);
    expect(second.data.uploads.get(upload.id)).toEqual(upload);
    expect(() => second.data.uploads.get('x')).toThrow("there is no upload 'x'");
  });
});

describe('a command beside a running server', () => {
  it('uses and feeds the same cache', async () => {
    const { config, submit, finish, log } = await studio();
    const data = await openJobData(config);
    const { results, release } = data.directRun();
    const options = { files: data.files, results, execute: executeHere, config };
    const direct = await runPlan(chain('join', log), options);
    await release();
    data.close();
    const job = await finish((await submit(chain('join', log))).id);
    expect(job.files.result.sha256).toBe(direct.files.result.sha256);
    expect(await linesOf(log)).toHaveLength(3);
  });

  it('does not get in its way, nor the server in the command’s', async () => {
    const { config, submit, finish, log } = await studio({ jobs: 2 });
    const data = await openJobData(config);
    const { results, release } = data.directRun();
    const options = { files: data.files, results, execute: executeHere, config };
    const plans = Array.from({ length: 10 }, (_, n) => chain('slow', log, { ms: 20, n }));
    const jobs = await Promise.all(plans.map(submit));
    const direct = await Promise.all(plans.map((plan) => runPlan(plan, options)));
    const finished = await Promise.all(jobs.map(({ id }) => finish(id)));
    expect(finished.map(({ files }) => files.result.sha256)).toEqual(
      direct.map(({ files }) => files.result.sha256),
    );
    await release();
    data.close();
  });
});

describe('the events of a job', () => {
  it('tell each change up to its end', async () => {
    const { submit, queue, log } = await studio();
    const { id } = await submit(chain('slow', log, { ms: 100 }));
    const events = await collect(queue.events(id));
    const ids = events.map((event) => event.id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(new Set(events.map(({ job }) => job.stage)).size).toBeGreaterThanOrEqual(3);
    expect(events.at(-1)).toMatchObject({ type: 'done', job: { state: 'done' } });
    expect(events.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
  });

  it('resume after the last one that was seen, without repeating it', async () => {
    const { submit, queue, log } = await studio();
    const { id } = await submit(chain('slow', log, { ms: 100 }));
    const controller = new AbortController();
    let last = 0;
    for await (const event of queue.events(id, { signal: controller.signal })) {
      last = event.id;
      if (event.job.stage === 'Step b') controller.abort();
    }
    const rest = await collect(queue.events(id, { after: last }));
    expect(rest[0].id).toBeGreaterThan(last);
    expect(rest.at(-1)?.type).toBe('done');
    expect(await collect(queue.events(id, { after: rest.at(-1)!.id }))).toEqual([]);
  });

  it('tell a late reader the end at once', async () => {
    const { submit, finish, queue } = await studio();
    const { id } = await submit(planOf([step('a', 'refuse')]));
    await finish(id);
    expect(await collect(queue.events(id))).toMatchObject([{ type: 'failed' }]);
  });

  it('end for every reader when the server shuts down or the job is removed', async () => {
    const { submit, queue, log } = await studio();
    const one = await submit(chain('slow', log, { ms: 300 }));
    const other = await submit(chain('slow', log, { ms: 200 }));
    const removed = collect(queue.events(other.id));
    const stopped = [collect(queue.events(one.id)), collect(queue.events(one.id))];
    await queue.remove(other.id);
    expect((await removed).at(-1)?.job.state).not.toBe('done');
    await queue.shutdown();
    for (const events of await Promise.all(stopped)) expect(events.at(-1)?.type).toBe('progress');
  });
});
