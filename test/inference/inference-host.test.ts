import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createInferenceHost,
  type InferenceHost,
  type InferenceHostOptions,
} from '../../src/inference/inference-host.js';
import { float32Data, float32Tensor, type Tensors } from '../../src/inference/tensor.js';
import { forkModule } from '../../src/process/fork-module.js';
import { externalDataModel, gainModel, identityModel, slowModel } from '../support/onnx-writer.js';

/** Some minutes of work. */
const ENDLESS = 1_000_000;

let folder: string;
let host: InferenceHost;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canto-inference-'));
  useHost({});
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

describe('inference host', () => {
  it('runs a model in another process', async () => {
    const session = await host.open({ path: await file('gain.onnx', gainModel(3)) });
    const outputs = await session.run(vector(1, -2, 0.5));
    expect(outputs.y).toEqual(float32Tensor(Float32Array.of(3, -6, 1.5), [3]));
    expect(host.processes().map(({ pid }) => pid)).not.toContain(process.pid);
  });

  it('says what runs the model, and what it takes and gives', async () => {
    const { info } = await host.open({ path: await file('gain.onnx', gainModel(3)) });
    expect(info.provider).toBe('cpu');
    expect(info.inputs).toEqual([{ name: 'x', type: 'float32', dims: ['n'] }]);
    expect(info.outputs).toEqual([{ name: 'y', type: 'float32', dims: ['n'] }]);
  });

  it('falls back to the CPU where preferred hardware is missing, and says why', async () => {
    useHost({ providers: ['cuda', 'cpu'] });
    const { info } = await host.open({ path: await file('gain.onnx', gainModel(3)) });
    if (info.provider === 'cuda') return;
    expect(info.unavailable).toEqual([{ provider: 'cuda', reason: expect.any(String) as string }]);
  });

  it('passes long tensors through unchanged', async () => {
    const session = await host.open({ path: await file('identity.onnx', identityModel()) });
    const samples = Float32Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i));
    const outputs = await session.run({ x: float32Tensor(samples, [samples.length]) });
    const answer = float32Data(outputs, 'y');
    expect(answer.length).toBe(samples.length);
    expect(answer.every((sample, i) => sample === samples[i])).toBe(true);
  });

  it('gives every one of 20 runs at once its own answer, from 2 processes', async () => {
    useHost({ maxProcesses: 2, threads: 1 });
    const session = await host.open({ path: await file('gain.onnx', gainModel(2)) });
    const runs = Array.from({ length: 20 }, (_, i) => session.run(vector(i)));
    expect(host.processes().length).toBeLessThanOrEqual(2);
    const answers = await Promise.all(runs);
    expect(answers.map((outputs) => float32Data(outputs, 'y')[0])).toEqual(
      Array.from({ length: 20 }, (_, i) => 2 * i),
    );
    expect(host.processes()).toHaveLength(2);
  });

  it('a cancelled run ends its process in mid-run, and the next run works', async () => {
    const session = await host.open({ path: await file('slow.onnx', slowModel()) });
    const [before] = host.processes();
    const cancel = new AbortController();
    const run = session.run(slowFeeds(ENDLESS), { signal: cancel.signal });
    await sleep(100);
    cancel.abort();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await gone(before.pid);
    const outputs = await session.run(slowFeeds(1));
    expect(float32Data(outputs, 'y')[0]).toBe(0);
    expect(host.processes()[0].pid).not.toBe(before.pid);
  });

  it('a run that is cancelled while it waits never starts', async () => {
    const session = await host.open({ path: await file('slow.onnx', slowModel()) });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = session.run(slowFeeds(ENDLESS), { signal: first.signal });
    const waiting = session.run(slowFeeds(ENDLESS), { signal: second.signal });
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    first.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each(['SIGKILL', 'SIGABRT', 'SIGSEGV'] as const)(
    'a process that dies of %s fails its own run only',
    async (signal) => {
      useHost({ maxProcesses: 2, threads: 1 });
      const slow = await host.open({ path: await file('slow.onnx', slowModel()) });
      const gain = await host.open({ path: await file('gain.onnx', gainModel(2)) });
      const doomed = slow.run(slowFeeds(ENDLESS));
      const [victim] = host.processes().filter(({ isBusy }) => isBusy);
      process.kill(victim.pid!, signal);
      const survivor = gain.run(vector(4));
      await expect(doomed).rejects.toMatchObject({ kind: 'model', code: 'inference-crashed' });
      expect(float32Data(await survivor, 'y')[0]).toBe(8);
      expect(float32Data(await slow.run(slowFeeds(1)), 'y')[0]).toBe(0);
    },
  );

  it('a process that dies while idle is replaced unnoticed', async () => {
    const session = await host.open({ path: await file('gain.onnx', gainModel(2)) });
    const [idle] = host.processes();
    process.kill(idle.pid!, 'SIGKILL');
    await gone(idle.pid);
    expect(float32Data(await session.run(vector(4)), 'y')[0]).toBe(8);
  });

  it('keeps within its memory: an idle model leaves before another comes', async () => {
    useHost({ maxProcesses: 4, memoryBytes: 150e6 });
    const paths = [await file('a.onnx', gainModel(1)), await file('b.onnx', gainModel(2))];
    for (const path of [...paths, ...paths]) {
      const session = await host.open({ path });
      await session.run(vector(1));
      expect(host.processes().length).toBeLessThanOrEqual(1);
    }
  });

  it('keeps the models that were used last', async () => {
    useHost({ maxProcesses: 2 });
    const names = ['a.onnx', 'b.onnx', 'c.onnx'];
    const [a, b, c] = await Promise.all(names.map((name, i) => file(name, gainModel(i))));
    for (const path of [a, b, a, c]) await host.open({ path });
    expect(host.processes().map(({ path }) => path)).toEqual([a, c]);
  });

  it('refuses a model that would take more than all of its memory', async () => {
    useHost({ memoryBytes: 50e6 });
    const path = await file('gain.onnx', gainModel(2));
    await expect(host.open({ path })).rejects.toMatchObject({ code: 'model-too-large' });
  });

  it('refuses a model that keeps data in other files, though the file is there', async () => {
    await file('secret.bin', new Uint8Array(4));
    const path = await file('external.onnx', externalDataModel('secret.bin'));
    await expect(host.open({ path })).rejects.toMatchObject({ code: 'model-external-data' });
  });

  it('refuses a file that is no model, and one that is missing', async () => {
    const text = await file('text.onnx', Buffer.from('not a model at all'));
    await expect(host.open({ path: text })).rejects.toMatchObject({ code: 'model-broken' });
    const cut = await file('cut.onnx', slowModel().subarray(0, 1000));
    await expect(host.open({ path: cut })).rejects.toMatchObject({ code: 'model-broken' });
    const missing = join(folder, 'missing.onnx');
    await expect(host.open({ path: missing })).rejects.toMatchObject({ code: 'model-missing' });
  });

  it('loads only the very bytes that were promised', async () => {
    const bytes = gainModel(2);
    const path = await file('gain.onnx', bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await host.open({ path, sha256 });
    await expect(host.open({ path, sha256: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'model-corrupt',
    });
  });

  it('names what it found and what was wanted when a model does not fit', async () => {
    const path = await file('gain.onnx', gainModel(2));
    const expectSpectrum = {
      inputs: [{ name: 'mel', type: 'float32', dims: [1, 80, 'frames'] }],
      outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
    };
    await expect(host.open({ path, expect: expectSpectrum })).rejects.toThrow(
      "model 'gain.onnx' should map mel float32[1, 80, *] to y float32[*] — the file maps x float32[*] to y float32[*]",
    );
  });

  it('a run with the wrong inputs fails, and the next one works', async () => {
    const session = await host.open({ path: await file('gain.onnx', gainModel(2)) });
    const wrong = { z: float32Tensor(Float32Array.of(1), [1]) };
    await expect(session.run(wrong)).rejects.toMatchObject({ code: 'inference-failed' });
    expect(float32Data(await session.run(vector(4)), 'y')[0]).toBe(8);
  });

  it('leaves no process behind when it is closed, and cancels what runs', async () => {
    const session = await host.open({ path: await file('slow.onnx', slowModel()) });
    const [{ pid }] = host.processes();
    const running = session.run(slowFeeds(ENDLESS));
    const waiting = session.run(slowFeeds(ENDLESS));
    const outcomes = Promise.allSettled([running, waiting]);
    await host.close();
    expect(isAlive(pid)).toBe(false);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    }
  });

  it('no run outlives the process that asked for it', async () => {
    const path = await file('slow.onnx', slowModel());
    const parent = forkModule(new URL('./host-parent.js', import.meta.url), {
      env: { SLOW_MODEL: path },
    });
    const [pid] = await new Promise<number[]>((resolve) => {
      parent.once('message', (pids) => resolve(pids as number[]));
    });
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await gone(pid);
  });
});

function useHost(options: InferenceHostOptions): void {
  host = createInferenceHost({ maxProcesses: 1, providers: ['cpu'], ...options });
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

function vector(...values: number[]): Tensors {
  return { x: float32Tensor(Float32Array.from(values), [values.length]) };
}

function slowFeeds(iterations: number): Tensors {
  return {
    x: float32Tensor(new Float32Array(192 * 192), [192, 192]),
    iterations: { type: 'int64', data: BigInt64Array.of(BigInt(iterations)), dims: [] },
  };
}

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid!, 0);
  } catch {
    return false;
  }
}

/** Resolves when the process is no more; the test's own time limit is the only one. */
async function gone(pid: number | undefined): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}
