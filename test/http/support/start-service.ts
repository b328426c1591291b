import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { loadConfig } from '../../../src/config.js';
import { InputError, NotFoundError } from '../../../src/errors.js';
import { createApp } from '../../../src/http/create-app.js';
import { listen } from '../../../src/http/listen.js';
import type { Services } from '../../../src/http/services.js';
import { openJobData } from '../../../src/jobs/job-data.js';
import type { StepExecutor } from '../../../src/jobs/step-executor.js';
import { requireInstrument } from '../../../src/instruments/catalogue.js';
import type { JobKind } from '../../../src/studio/job-kinds.js';
import { sourceSchema } from '../../../src/studio/requests.js';
import { sourceTitle } from '../../../src/studio/source.js';
import type { Voice } from '../../../src/voices/voice.js';
import { fakeQueue, type FakeQueue } from './fake-queue.js';

export interface TestService {
  /** "http://127.0.0.1:43210" */
  url: string;
  /** The API's base. */
  api: string;
  dataDir: string;
  services: Services;
  queue: FakeQueue;
  close(): Promise<void>;
}

/** The real app, file store and upload records over real HTTP, with a queue that runs nothing and a
 *  probe that knows a RIFF header from other bytes. */
export async function startService(
  environment: Record<string, string> = {},
  replace: Partial<Services> = {},
): Promise<TestService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'canto-http-'));
  const config = loadConfig({ CANTO_DATA: dataDir, CANTO_LOG_LEVEL: 'silent', ...environment });
  const data = await openJobData(config);
  const queue = fakeQueue();
  const song = join(dataDir, 'song.wav');
  await writeFile(song, fakeWav);
  const services: Services = {
    config,
    log: pino({ level: 'silent' }),
    version: '0.0.0-test',
    stepRegistry: new Registry(),
    queue,
    files: data.files,
    uploads: data.uploads,
    execute: fakeProbe,
    voices: fakeVoices(song),
    instruments: {
      soundFont: () => Promise.resolve({ name: 'A font', path: '/a/font.sf2' }),
      previewPath: (id) => requireInstrument(id) && song,
    },
    models: { list: () => Promise.resolve(fakeModels) },
    jobKinds: [fakeJobKind],
    demoSong: () => Promise.resolve({ path: song, ...fakeDemoSong }),
    ...replace,
  };
  const server = await listen(createApp(services), { host: config.host, port: 0 });
  return {
    url: server.url,
    api: `${server.url}/api/v1`,
    dataDir,
    services,
    queue,
    async close() {
      await server.close();
      data.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

export const fakeDemoSong = { title: 'A song', durationSeconds: 2, peaks: [0, 1] };

/** What the fake probe takes for audio. */
export const fakeWav = Buffer.concat([Buffer.from('RIFF....WAVE'), Buffer.alloc(5000, 7)]);

const fakeProbe: StepExecutor = async ({ files }) => {
  const content = await readFile(files.source);
  if (content.length === 0) throw new InputError('empty-file', 'the file is empty');
  if (!content.subarray(0, 4).equals(Buffer.from('RIFF'))) {
    throw new InputError('not-audio', 'the file is no audio');
  }
  return { durationSeconds: 1, sampleRate: 44100, numberOfChannels: 2, warnings: [] };
};

const fakeVoice: Voice = {
  id: 'alto',
  name: 'Alto',
  description: 'A test voice',
  language: 'en',
  engine: 'dsp',
  origin: 'built-in',
  provenance: { licence: 'CC0-1.0', source: 'nobody' },
  range: { lowHz: 150, medianHz: 200, highHz: 400 },
  file: '/secret/place/alto.json',
  sha256: 'a'.repeat(64),
};

function fakeVoices(preview: string): Services['voices'] {
  const get = (id: string) => {
    if (id === fakeVoice.id) return fakeVoice;
    throw new NotFoundError('no-such-voice', `there is no voice '${id}'`, { hint: 'Try alto.' });
  };
  return {
    list: () => [fakeVoice],
    get,
    previewPath: (id) => get(id) && preview,
    import: () => Promise.resolve({ voice: fakeVoice, verdict: ['a fake'] }),
    check: () => Promise.resolve({ recordings: [], findings: [], voicedSeconds: 0 }),
    blendPreviewPath: ({ from, with: other }) => get(from) && get(other) && preview,
    blend: () => Promise.resolve(fakeVoice),
    remove: (id) => Promise.resolve(get(id)),
  };
}

const fakeModels = [
  {
    id: 'swift-f0',
    title: 'Swift-F0',
    purpose: 'pitch',
    bytes: 397_987,
    licence: 'MIT',
    sha256: 'b'.repeat(64),
    present: false,
  },
  {
    id: 'music',
    title: 'Music',
    purpose: 'songs',
    bytes: 656_000_000,
    licence: 'CC-BY-NC-4.0',
    terms: 'no commerce',
    sha256: 'c'.repeat(64),
    present: false,
  },
];

const fakeRequest = z.strictObject({
  source: sourceSchema,
  voice: z.string().default('alto'),
  pitch: z.number().min(-24).max(24).default(0),
});

const fakeJobKind: JobKind<typeof fakeRequest> = {
  kind: 'cover',
  path: 'covers',
  summary: 'A cover',
  schema: fakeRequest,
  async plan(request, context) {
    const source = context.source(request.source);
    const { name } = await context.voice(request.voice);
    const plan = { kind: 'cover', seed: 1, steps: [], results: {}, report: 'none' };
    return { title: `${sourceTitle(source)} · ${name}`, plan };
  },
};
