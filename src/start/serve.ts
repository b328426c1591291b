import pino from 'pino';
import { Registry } from 'prom-client';
import type { Config } from '../config.js';
import { createApp } from '../http/create-app.js';
import { createGate } from '../http/gate.js';
import { listen } from '../http/listen.js';
import type { Services } from '../http/services.js';
import { measureSteps } from '../http/step-metrics.js';
import { openJobQueue } from '../jobs/open-job-queue.js';
import type { JobQueue } from '../jobs/job-queue.js';
import {
  blendTwoVoices,
  checkFiles,
  importVoiceFiles,
  importVoiceLink,
} from '../studio/new-voices.js';
import { jobKinds } from '../studio/job-kinds.js';
import { instrumentCatalogue } from './instrument-catalogue.js';
import { planBlendPreview, planDemoSong, planVoicePreview } from '../studio/small-plans.js';
import type { AboutDemoSong } from '../studio/steps/demo-song.js';
import { version } from '../version.js';
import { modelCatalogue } from './model-catalogue.js';
import { openCanto, type Canto } from './open-canto.js';

/** The service, open for requests. */
export interface RunningServer {
  url: string;
  /** Stops taking requests, puts running jobs back into the queue, closes the data folder. */
  close(): Promise<void>;
}

/** Starts the service and the web client.
 *  @throws InputError when the port or the data folder is taken */
export async function serve(config: Config): Promise<RunningServer> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const canto = await openCanto(config, { asServer: true });
  const stepRegistry = new Registry();
  const closing = new AbortController();
  try {
    const queue = await openJobQueue(canto.data, {
      execute: measureSteps(canto.execute, stepRegistry),
      config,
      onError: (error, job) => log.error({ err: error, job }, 'a job failed'),
    });
    const services = composeServices(canto, { queue, log, stepRegistry, signal: closing.signal });
    const server = await listenOrStop(services, queue);
    // Composed before somebody presses its play button.
    const composed = services.demoSong().catch((error: unknown) => {
      if (!closing.signal.aborted) log.warn({ err: error }, 'the demo song was not composed');
    });
    return {
      url: server.url,
      async close() {
        await server.close();
        closing.abort();
        await composed;
        await queue.shutdown();
        canto.close();
      },
    };
  } catch (error) {
    canto.close();
    throw error;
  }
}

async function listenOrStop(services: Services, queue: JobQueue) {
  try {
    return await listen(createApp(services), services.config);
  } catch (error) {
    await queue.shutdown();
    throw error;
  }
}

interface ServerParts extends Pick<Services, 'queue' | 'log' | 'stepRegistry'> {
  /** Aborted when the server closes. */
  signal: AbortSignal;
}

function composeServices(
  canto: Canto,
  { queue, log, stepRegistry, signal }: ServerParts,
): Services {
  const { config, data, voices, execute } = canto;
  // Whoever asks while the song is being composed waits for it, rather than composing another.
  const inTurn = createGate(1);
  return {
    config,
    log,
    version,
    stepRegistry,
    queue,
    files: data.files,
    uploads: data.uploads,
    execute,
    voices: {
      list: () => voices.list(),
      get: (id) => voices.get(id),
      previewPath: async (id) =>
        canto.run(
          planVoicePreview(await voices.get(id)),
          {},
          ({ files }) => files['preview.wav'].path,
        ),
      import: (from, options) => {
        const stores = { config, voices, execute, files: data.files };
        return 'link' in from
          ? importVoiceLink(from.link, stores, options)
          : importVoiceFiles(from.paths, stores, options);
      },
      check: (paths, { signal }) =>
        checkFiles(paths, { config, execute, files: data.files, signal }),
      blendPreviewPath: async ({ from, with: other, mix }) =>
        canto.run(
          planBlendPreview([await voices.get(from), await voices.get(other)], mix),
          {},
          ({ files }) => files['preview.wav'].path,
        ),
      blend: (request) => blendTwoVoices(request, { config, voices, execute, files: data.files }),
      remove: (id) => voices.remove(id),
    },
    instruments: instrumentCatalogue(canto),
    models: modelCatalogue(config),
    jobKinds,
    demoSong: () => inTurn(() => composeDemoSong(canto, signal)),
  };
}

/** The demo song, composed unless it is there already. */
function composeDemoSong(canto: Canto, signal: AbortSignal) {
  return canto.run(planDemoSong(), { signal }, ({ files, report }) => ({
    ...(report as unknown as AboutDemoSong),
    path: files['demo-song.wav'].path,
  }));
}
