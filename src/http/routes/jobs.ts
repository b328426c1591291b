import type { Request } from 'express';
import { z } from 'zod';
import { isOutputFile } from '../../audio/output-format.js';
import { InputError, NotFoundError } from '../../errors.js';
import { isFinal, type Job, type JobEvent } from '../../jobs/job.js';
import { downloadName, zipName } from '../download-name.js';
import { sendEvents, type StreamEvent } from '../event-stream.js';
import { jobView } from '../job-view.js';
import { parseQuery, pathParameter } from '../parse-request.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import { acceptedJobSchema, jobListQuerySchema, jobListSchema, jobSchema } from '../schemas/job.js';
import { sendFile } from '../send-file.js';
import { sendZip } from '../send-zip.js';
import type { Services } from '../services.js';

const TAG = 'jobs';

/** The state, progress and results of what was asked for. */
export function jobRoutes({ queue, files }: Services): Route[] {
  const params = idSchema;
  return [
    {
      method: 'get',
      path: '/jobs',
      tag: TAG,
      summary: 'Jobs, newest first',
      query: jobListQuerySchema,
      responses: { 200: { description: 'The jobs', schema: jobListSchema } },
      async handle(request, response) {
        const jobs = await queue.list(parseQuery(jobListQuerySchema, request));
        response.json({ jobs: jobs.map(jobView) });
      },
    },
    {
      method: 'get',
      path: '/jobs/{id}',
      tag: TAG,
      summary: 'One job',
      params,
      responses: { 200: { description: 'The job', schema: jobSchema } },
      async handle(request, response) {
        response.json(jobView(await queue.get(pathParameter(request, 'id'))));
      },
    },
    {
      method: 'delete',
      path: '/jobs/{id}',
      tag: TAG,
      summary: 'Cancel a job; finished ones stay as they are. With ?forget its files go, too',
      params,
      query: z.object({ forget: z.string().optional() }),
      responses: {
        200: { description: 'The job as it is now', schema: jobSchema },
        204: { description: 'The job is forgotten' },
      },
      async handle(request, response) {
        const id = pathParameter(request, 'id');
        if ('forget' in request.query) {
          await queue.remove(id);
          response.status(204).end();
          return;
        }
        response.json(jobView(await queue.cancel(id)));
      },
    },
    {
      method: 'post',
      path: '/jobs/{id}/retry',
      tag: TAG,
      summary: 'Run a failed or cancelled job again, from the step where it stopped',
      params,
      responses: { 202: { description: 'The queued job', schema: acceptedJobSchema } },
      async handle(request, response) {
        const job = await queue.retry(pathParameter(request, 'id'));
        response.status(202).json({ job: jobView(job) });
      },
    },
    eventsRoute(queue),
    fileRoute(queue, files),
    zipRoute(queue, files),
  ];
}

function eventsRoute(queue: Services['queue']): Route {
  return {
    method: 'get',
    path: '/jobs/{id}/events',
    tag: TAG,
    summary: 'Progress as server-sent events; ends with done, failed or cancelled',
    params: idSchema,
    responses: {
      200: { description: 'Each holds the job', contentType: 'text/event-stream' },
      204: { description: 'The job is over and the reader knows it' },
    },
    async handle(request, response) {
      const job = await queue.get(pathParameter(request, 'id'));
      const after = lastEventId(request);
      if (isFinal(job.state) && after >= job.eventId) {
        response.status(204).end(); // Browsers come back for more unless told so.
        return;
      }
      const stop = new AbortController();
      const events = queue.events(job.id, { after, signal: stop.signal });
      await sendEvents(response, shown(events), stop);
    },
  };
}

function fileRoute(queue: Services['queue'], files: Services['files']): Route {
  return {
    method: 'get',
    path: '/jobs/{id}/files/{name}',
    tag: TAG,
    summary: 'A result file; with ?download under a good name',
    params: idSchema.extend({ name: z.string().meta({ example: 'cover.wav' }) }),
    query: z.object({ download: z.string().optional() }),
    responses: {
      200: { description: 'The file', contentType: 'application/octet-stream' },
      206: { description: 'The asked range', contentType: 'application/octet-stream' },
      304: { description: 'The client has it' },
    },
    async handle(request, response) {
      const job = await queue.get(pathParameter(request, 'id'));
      const name = pathParameter(request, 'name');
      if (!Object.hasOwn(job.files, name)) throw noSuchFile(name, job.files);
      const { sha256 } = job.files[name];
      const downloadAs = 'download' in request.query ? downloadName(job, name) : undefined;
      await sendFile(response, await files.pathOf(sha256), { name, version: sha256, downloadAs });
    },
  };
}

function zipRoute(queue: Services['queue'], files: Services['files']): Route {
  return {
    method: 'get',
    path: '/jobs/{id}/files.zip',
    tag: TAG,
    summary: 'All sound files of a job that is done, such as the stems of a song, as one zip',
    params: idSchema,
    responses: {
      200: { description: 'The archive', contentType: 'application/zip' },
      304: { description: 'The client has it' },
    },
    async handle(request, response) {
      const job = await queue.get(pathParameter(request, 'id'));
      const entries = soundFiles(job).map(async ([name, file]) => ({
        name,
        ...file,
        path: await files.pathOf(file.sha256),
      }));
      await sendZip(request, response, {
        entries: await Promise.all(entries),
        downloadAs: zipName(job),
      });
    },
  };
}

/** @throws InputError `job-not-done`, NotFoundError `no-such-file` when it made none */
function soundFiles({ state, files }: Job) {
  if (state !== 'done') {
    throw new InputError('job-not-done', `the job is ${state}: it has no files yet`, {
      hint: isFinal(state) ? 'POST …/retry lets it go on.' : 'Wait until it is done.',
    });
  }
  const sounds = Object.entries(files).filter(([name]) => isOutputFile(name));
  if (sounds.length > 0) return sounds;
  throw new NotFoundError('no-such-file', 'the job has no sound files', {
    hint: 'Jobs that make music have some: covers, separations, conversions, masters.',
  });
}

async function* shown(events: AsyncIterable<JobEvent>): AsyncGenerator<StreamEvent> {
  for await (const { id, type, job } of events) yield { id, type, data: jobView(job) };
}

/** The newest event that the reader has; 0 for none. */
function lastEventId(request: Request): number {
  const id = Number(request.headers['last-event-id']);
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

function noSuchFile(name: string, files: object): NotFoundError {
  const names = Object.keys(files);
  const hint = names.length ? `It has ${names.join(', ')}.` : 'It has none before it is done.';
  return new NotFoundError('no-such-file', `the job has no file '${name}'`, { hint });
}
