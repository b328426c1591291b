import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJobData } from '../../src/jobs/job-data.js';
import type { Plan } from '../../src/jobs/plan.js';
import {
  MOST_AT_ONCE,
  runPlan,
  type PlanProgress,
  type RunPlanOptions,
} from '../../src/jobs/run-plan.js';
import {
  chain,
  configOf,
  executeHere,
  linesOf,
  logIn,
  planOf,
  step,
} from '../support/fake-jobs.js';
import { tempDir } from '../support/temp-dir.js';

async function workshop() {
  const dir = await tempDir();
  const config = configOf(join(dir, 'data'));
  const data = await openJobData(config);
  const run = (plan: Plan, more: Partial<RunPlanOptions> = {}) =>
    runPlan(plan, {
      files: data.files,
      results: data.directRun().results,
      execute: executeHere,
      config,
      ...more,
    });
  return { dir, data, run, log: logIn(dir), scratch: () => readdir(join(dir, 'data', 'scratch')) };
}

describe('running a plan', () => {
  it('hands files and data from step to step', async () => {
    const { run, log, scratch } = await workshop();
    const { files, report } = await run(chain('join', log));
    const text = await readFile(files.result.path, 'utf8');
    expect(text).toBe('a|{}|b|{"facts":{"length":4}}|c|{"facts":{"length":29}}');
    expect(report).toEqual({ length: text.length });
    expect(await scratch()).toEqual([]);
  });

  it('re-running finished steps changes nothing', async () => {
    const { run, log } = await workshop();
    const first = await run(chain('join', log));
    const again = await run(chain('join', log));
    expect(again.files).toEqual(first.files);
    expect(again.report).toEqual(first.report);
    expect(again.steps.map(({ reused }) => reused)).toEqual([true, true, true]);
    expect(await linesOf(log)).toHaveLength(3);
  });

  it('runs again only what a changed setting changes', async () => {
    const { run, log } = await workshop();
    const plan = chain('join', log);
    await run(plan);
    const [a, b, c] = plan.steps;
    const changed = { ...plan, steps: [a, { ...b, settings: { ...b.settings, text: 'B' } }, c] };
    const { steps } = await run(changed);
    expect(steps.map(({ reused }) => reused)).toEqual([true, false, false]);
  });

  it('runs a step again whose file was deleted, and the ones after it not', async () => {
    const { run, data, log } = await workshop();
    const { files } = await run(chain('join', log));
    await data.files.remove(files.result.sha256);
    const { steps } = await run(chain('join', log));
    expect(steps.map(({ reused }) => reused)).toEqual([true, true, false]);
  });

  it('gives the same bytes for the same settings, and others for others', async () => {
    const one = await workshop();
    const other = await workshop();
    const plan = (text: string) => planOf([step('a', 'join', { text })]);
    const { files } = await one.run(plan('a'));
    expect((await other.run(plan('a'))).files.result.sha256).toBe(files.result.sha256);
    expect((await other.run(plan('b'))).files.result.sha256).not.toBe(files.result.sha256);
  });

  it('reports progress by weight, never falling, with the title of the step', async () => {
    const { run, log } = await workshop();
    const plan = chain('slow', log, { ms: 60 });
    const steps = plan.steps.map((step, index) => ({ ...step, weight: [6, 1, 3][index] }));
    const seen: PlanProgress[] = [];
    await run({ ...plan, steps }, { onProgress: (progress) => seen.push(progress) });
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(seen.find(({ stage }) => stage === 'Step b')?.fraction).toBeCloseTo(0.6);
    expect(seen.find(({ stage }) => stage === 'Step c')?.fraction).toBeCloseTo(0.7);
  });

  it.each([
    ['song.mp3', 'song.mp3'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['..', 'file'],
    ['', 'file'],
    ['"Ünï" 🎤.wav', '_Ünï_ 🎤.wav'],
    [`${'é'.repeat(300)}.flac`, `${'é'.repeat(55)}.flac`],
  ])('calls an uploaded file by a safe form of its name: %j', async (name, safe) => {
    const { run, dir, data } = await workshop();
    await writeFile(join(dir, 'upload'), 'a song');
    const { sha256 } = await data.files.put(join(dir, 'upload'));
    const plan = planOf([step('a', 'join', {}, { song: { blob: sha256, name } })]);
    const names: string[] = [];
    await run(plan, {
      execute: (task, options) => {
        names.push(basename(task.files.song));
        return executeHere(task, options);
      },
    });
    expect(names).toEqual([safe]);
  });

  it('says which file is gone', async () => {
    const { run, scratch } = await workshop();
    const song = { blob: '0'.repeat(64), name: 'song.mp3' };
    await expect(run(planOf([step('a', 'join', {}, { song })]))).rejects.toMatchObject({
      code: 'file-gone',
      message: expect.stringContaining('song.mp3') as string,
    });
    expect(await scratch()).toEqual([]);
  });

  it('a failed step leaves no files and keeps the finished ones', async () => {
    const { run, log, dir, scratch } = await workshop();
    const obstacle = join(dir, 'obstacle');
    await writeFile(obstacle, 'x');
    const plan = planOf([step('a', 'join', { log }), step('b', 'may-fail', { log, obstacle })]);
    await expect(run(plan)).rejects.toMatchObject({ code: 'not-audio' });
    expect(await scratch()).toEqual([]);
    await rm(obstacle);
    const { steps } = await run(plan);
    expect(steps.map(({ reused }) => reused)).toEqual([true, false]);
  });

  it('says so when the disk is full', async () => {
    const { run, scratch } = await workshop();
    const execute = () => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
    await expect(run(planOf([step('a', 'join')]), { execute })).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(await scratch()).toEqual([]);
  });

  it('stops before the next step once it is cancelled', async () => {
    const { run, log } = await workshop();
    const controller = new AbortController();
    const execute: typeof executeHere = async (task, options) => {
      controller.abort();
      return executeHere(task, { ...options, signal: undefined });
    };
    const running = run(chain('join', log), { signal: controller.signal, execute });
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await linesOf(log)).toHaveLength(1);
  });

  it('runs concurrent neighbours side by side, and what needs them after them', async () => {
    const { run, log } = await workshop();
    const beside = (id: string) => ({
      ...step(id, 'slow', { text: id, log, ms: 60 }),
      isConcurrent: true as const,
    });
    let [running, most] = [0, 0];
    const execute: typeof executeHere = async (task, options) => {
      most = Math.max(most, ++running);
      return executeHere(task, options).finally(() => running--);
    };
    const inputs = { x: { step: 'b', file: 'text.txt' }, y: { step: 'c', file: 'text.txt' } };
    const steps = [
      step('a', 'join', { text: 'a', log }),
      beside('b'),
      beside('c'),
      step('d', 'join', { text: 'd', log }, inputs),
    ];
    const { files, steps: went } = await run(planOf(steps), { execute });
    expect(await readFile(files.result.path, 'utf8')).toBe('b|{}|c|{}|d|{}');
    expect(went.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(most).toBe(Math.min(2, MOST_AT_ONCE));
  });

  it('ends the neighbours of a concurrent step that fails', async () => {
    const { run, log, scratch } = await workshop();
    const beside = (id: string, kind: string) => ({
      ...step(id, kind, { text: id, log, ms: 5000 }),
      isConcurrent: true as const,
    });
    const plan = planOf([beside('a', 'slow'), beside('b', 'refuse'), beside('c', 'slow')]);
    const started = performance.now();
    await expect(run(plan)).rejects.toMatchObject({ code: 'not-audio' });
    expect(performance.now() - started).toBeLessThan(MOST_AT_ONCE > 1 ? 4000 : 20_000);
    expect(await scratch()).toEqual([]);
  });

  it('names the step of a plan that asks for what is not made', async () => {
    const { run } = await workshop();
    const steps = [step('a', 'join'), step('b', 'join', {}, { x: { step: 'a', file: 'y.wav' } })];
    await expect(run(planOf(steps))).rejects.toMatchObject({ code: 'bad-plan' });
    await expect(run(planOf([steps[1]]))).rejects.toMatchObject({ code: 'bad-plan' });
  });
});
