import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/jobs/plan.js';
import { createProcessExecutor } from '../../src/jobs/process-executor.js';
import type { StepTask } from '../../src/jobs/step-executor.js';
import { processIdentity } from '../../src/process/process-identity.js';
import { configOf, executeInProcess, linesOf, logIn } from '../support/fake-jobs.js';
import { tempDir } from '../support/temp-dir.js';
import { waitUntil } from '../support/wait-until.js';

async function taskOf(kind: string, settings: { [key: string]: Json } = {}): Promise<StepTask> {
  const dir = await tempDir();
  const outputDir = join(dir, 'output');
  await mkdir(outputDir);
  return {
    kind,
    title: `Doing ${kind}`,
    settings: { log: logIn(dir), ...settings },
    files: {},
    data: {},
    outputDir,
    config: configOf(dir),
  };
}

const logOf = (task: StepTask) => linesOf(task.settings.log as string);

describe('a step in a process of its own', () => {
  it('returns its data and reports progress', async () => {
    const seen: number[] = [];
    const task = await taskOf('slow', { ms: 400, text: 'x' });
    const data = await executeInProcess(task, { onProgress: (fraction) => seen.push(fraction) });
    expect(data).toEqual({ length: 'x|{}'.length });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('passes an error on as it was thrown', async () => {
    await expect(executeInProcess(await taskOf('refuse'), {})).rejects.toMatchObject({
      kind: 'input',
      code: 'not-audio',
      message: 'that is no song',
      hint: 'Bring a song.',
    });
  });

  it('passes a bug on with its trace for the log', async () => {
    await expect(executeInProcess(await taskOf('bug'), {})).rejects.toMatchObject({
      kind: 'internal',
      code: 'internal',
      message: 'undefined is not a song',
      details: undefined,
      cause: { message: expect.stringContaining('fake-steps') as string },
    });
  });

  it.each([[7], ['SIGSEGV'], ['SIGKILL'], [0]])('a crash (%s) is one clear error', async (how) => {
    await expect(executeInProcess(await taskOf('die', { how }), {})).rejects.toMatchObject({
      kind: 'internal',
      code: 'step-crashed',
      message: expect.stringContaining('Doing die') as string,
      details: {
        step: 'die',
        exit: typeof how === 'number' ? `exit code ${how}` : how,
      },
      cause: { message: expect.stringContaining('last words') as string },
    });
  });

  it('is ended by cancelling, with all that it started', async () => {
    const task = await taskOf('employ');
    const controller = new AbortController();
    const running = executeInProcess(task, { signal: controller.signal });
    running.catch(() => undefined);
    await waitUntil(async () => (await logOf(task)).length === 2);
    controller.abort();
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    const pids = (await logOf(task)).map(Number);
    // The program's own end is the system's work, and follows in a moment.
    await waitUntil(() => pids.every((pid) => processIdentity(pid) === undefined));
  });

  it('does not start when it is cancelled before', async () => {
    const task = await taskOf('refuse');
    const running = executeInProcess(task, { signal: AbortSignal.abort() });
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await logOf(task)).toEqual([]);
  });

  it('is ended when it hangs', async () => {
    const execute = createProcessExecutor({
      child: new URL('../../src/start/step-child.js', import.meta.url),
      registry: new URL('../support/fake-steps.js', import.meta.url),
      timeLimitSeconds: 1,
    });
    await expect(execute(await taskOf('hang'), {})).rejects.toMatchObject({
      code: 'step-too-slow',
    });
  });

  it('says so when no such step exists', async () => {
    await expect(executeInProcess(await taskOf('yodel'), {})).rejects.toMatchObject({
      code: 'no-such-step',
    });
  });
});
