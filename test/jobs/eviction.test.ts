import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/jobs/database.js';
import { openJobData } from '../../src/jobs/job-data.js';
import type { Plan } from '../../src/jobs/plan.js';
import { runPlan } from '../../src/jobs/run-plan.js';
import { processIdentity } from '../../src/process/process-identity.js';
import { configOf, executeHere, planOf, step } from '../support/fake-jobs.js';
import { tempDir } from '../support/temp-dir.js';

const BLOB_BYTES = 1000;

/** A data folder whose cache has room for `room` fillings. */
async function cellar(room: number) {
  const dataDir = await tempDir();
  const config = configOf(dataDir, { CANTO_CACHE_BYTES: String(room * BLOB_BYTES) });
  const data = await openJobData(config);
  const runFor = (plan: Plan, results = data.directRun().results) =>
    runPlan(plan, { files: data.files, results, execute: executeHere, config });
  /** Runs a step of one filling without a queue, to its end. */
  const fill = async (letter: string) => {
    const run = data.directRun();
    const { files, steps } = await runFor(filling(letter), run.results);
    await run.release();
    return { sha256: files.result.sha256, reused: steps[0].reused };
  };
  return { dataDir, config, data, fill, runFor };
}

function filling(letter: string): Plan {
  return planOf([step(letter, 'fill', { letter, bytes: BLOB_BYTES })], 'fill');
}

const newJob = (plan: Plan) => ({ kind: 'fake', title: 'A song', request: {}, plan });

describe('the cache of step results', () => {
  it('forgets the results that were used longest ago, beyond its size', async () => {
    const { fill, data } = await cellar(2);
    const [a, b] = [await fill('a'), await fill('b')];
    expect((await fill('a')).reused).toBe(true);
    const c = await fill('c');
    const kept = await Promise.all([a, b, c].map(({ sha256 }) => data.files.has(sha256)));
    expect(kept).toEqual([true, false, true]);
    expect((await fill('b')).reused).toBe(false);
  });

  it('keeps what running work has used', async () => {
    const { data, runFor, fill } = await cellar(1);
    const running = data.directRun();
    const { files } = await runFor(filling('a'), running.results);
    await fill('b');
    await fill('c');
    expect(await data.files.has(files.result.sha256)).toBe(true);
    await running.release();
    await fill('d');
    expect(await data.files.has(files.result.sha256)).toBe(false);
  });

  it('keeps what running jobs have used, and lets it go when they are done', async () => {
    const { data, runFor, fill } = await cellar(1);
    const { id } = data.jobs.insert(newJob(filling('a')));
    data.jobs.claimNext();
    const { files } = await runFor(filling('a'), data.resultsFor(id));
    await fill('b');
    expect(await data.files.has(files.result.sha256)).toBe(true);
    data.jobs.update(id, { state: 'failed' });
    await fill('c');
    expect(await data.files.has(files.result.sha256)).toBe(false);
  });

  it('does not keep what a dead process has used', async () => {
    const { dataDir, data, fill } = await cellar(1);
    const a = await fill('a');
    const dead = processIdentity(process.pid)!.replace(/\d+$/, '1');
    const database = openDatabase(dataDir);
    database.exec(`INSERT INTO step_uses SELECT '${dead}-abc', key FROM step_results`);
    database.close();
    await fill('b');
    expect(await data.files.has(a.sha256)).toBe(false);
  });

  it('never takes the results of jobs or uploads, and does not count them', async () => {
    const { data, fill } = await cellar(1);
    const [a, b] = [await fill('a'), await fill('b')];
    expect(await data.files.has(a.sha256)).toBe(false);
    const again = await fill('a');
    const { id } = data.jobs.insert(newJob(filling('a')));
    data.jobs.update(id, { state: 'done', files: { result: { ...again, bytes: BLOB_BYTES } } });
    const kept = await fill('b');
    data.uploads.add({ name: 'b', sha256: b.sha256, bytes: BLOB_BYTES, info: null });
    const [c, d] = [await fill('c'), await fill('d')];
    const stored = await Promise.all(
      [again, kept, c, d].map(({ sha256 }) => data.files.has(sha256)),
    );
    expect(stored).toEqual([true, true, false, true]);
  });
});

describe('at start', () => {
  it('uploads that no job used for a week are forgotten, others not', async () => {
    const { dataDir, data, fill } = await cellar(9);
    const [a, b, c] = [await fill('a'), await fill('b'), await fill('c')];
    const add = ({ sha256 }: { sha256: string }) =>
      data.uploads.add({ name: 'song', sha256, bytes: BLOB_BYTES, info: null });
    const [unused, used] = [add(a), add(b)];
    const database = openDatabase(dataDir);
    database.exec("UPDATE uploads SET created_at = '2020-01-01T00:00:00.000Z'");
    database.close();
    const fresh = add(c);
    data.jobs.insert(newJob(planOf([step('x', 'join', {}, { song: { blob: b.sha256 } })])));
    await data.removeUnused();
    expect(() => data.uploads.get(unused.id)).toThrow();
    expect(data.uploads.get(used.id)).toEqual({ ...used, createdAt: '2020-01-01T00:00:00.000Z' });
    expect(data.uploads.get(fresh.id)).toEqual(fresh);
  });

  it('files that nothing refers to stay for a day, since they may be on their way', async () => {
    const { dataDir, data } = await cellar(1);
    await writeFile(join(dataDir, 'loose'), 'loose');
    await utimes(join(dataDir, 'loose'), 0, 0);
    const { sha256 } = await data.files.put(join(dataDir, 'loose'), { move: true });
    await data.removeUnused();
    expect(await data.files.has(sha256)).toBe(true);
  });
});

describe('uploads', () => {
  it('have the id that they are given, and the newest file under it', async () => {
    const { data } = await cellar(1);
    const upload = { name: 'song', bytes: 1, info: null };
    data.uploads.add({ ...upload, id: 'mine', sha256: 'a' });
    data.uploads.add({ ...upload, id: 'mine', sha256: 'b' });
    expect(data.uploads.get('mine').sha256).toBe('b');
  });
});

describe('the database', () => {
  it('refuses a folder of a newer version', async () => {
    const { dataDir, config } = await cellar(1);
    const database = openDatabase(dataDir);
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(openJobData(config)).rejects.toMatchObject({ code: 'newer-data-folder' });
    expect(await readdir(dataDir)).toContain('canto.db');
  });
});
