import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcessExecutor } from '../../src/jobs/process-executor.js';
import type { StepExecutor } from '../../src/jobs/step-executor.js';
import { probeStep } from '../../src/studio/steps/probe.js';
import { itWithShared } from '../support/shared.js';
import { errorOf, postForm, uploadForm } from './support/send.js';
import { startService, type TestService } from './support/start-service.js';
import { wavFile } from './support/wav-file.js';

const src = new URL('../../src/', import.meta.url);

describe('an upload that the real probe reads in a process of its own', () => {
  let service: TestService;
  beforeAll(async () => {
    const execute = createProcessExecutor({
      child: new URL('start/step-child.js', src),
      registry: new URL('studio/steps/index.js', src),
    });
    const seconds = { CANTO_MAX_DURATION_SECONDS: '2', CANTO_MAX_SEPARATION_SECONDS: '2' };
    const limits = { ...seconds, CANTO_FFMPEG: 'off' };
    service = await startService(limits, { execute });
  });
  afterAll(() => service.close());

  const send = (content: Uint8Array | string, name: string) =>
    postForm(`${service.api}/uploads`, uploadForm(content, name));

  it('is described by what it holds', async () => {
    const response = await send(wavFile({ seconds: 1, channels: 2 }), 'song.wav');
    expect(response.status).toBe(201);
    const upload = (await response.json()) as { peaks: number[] };
    expect(upload).toMatchObject({
      name: 'song.wav',
      durationSeconds: 1,
      sampleRate: 8000,
      numberOfChannels: 2,
    });
    expect(Math.max(...upload.peaks)).toBeGreaterThan(0.1);
  });

  it.each([
    ['text named .mp3', 'lorem ipsum dolor sit amet', 'words.mp3', 415, 'not-audio'],
    ['an empty file', '', 'empty.wav', 422, 'empty-file'],
    ['a song beyond the limit', wavFile({ seconds: 3 }), 'long.wav', 413, 'too-long'],
  ])('is refused for being %s, by its own name', async (_what, content, name, status, code) => {
    const response = await send(content, name);
    expect(response.status).toBe(status);
    const error = await errorOf(response);
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/"upload"|\/tmp|scratch/);
  });
});

describe('every file that decoders are known to stumble over', () => {
  const execute: StepExecutor = (task, options) => probeStep({ ...task, ...options });

  itWithShared('is an upload or a clear refusal', 'audio/bad', async (folder) => {
    const service = await startService({ CANTO_FFMPEG: 'off' }, { execute });
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      for (const { name, parentPath } of entries.filter((entry) => entry.isFile())) {
        const content = await readFile(join(parentPath, name));
        const response = await postForm(`${service.api}/uploads`, uploadForm(content, name));
        expect([201, 413, 415, 422], name).toContain(response.status);
        if (response.status === 201) continue;
        const { code, message, hint } = await errorOf(response);
        expect({ code, message, hint }, name).toEqual({
          code: expect.stringMatching(/^[a-z-]+$/) as string,
          message: expect.any(String) as string,
          hint: expect.any(String) as string,
        });
      }
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    } finally {
      await service.close();
    }
  });
});
