import type { Request, Response } from 'express';
import { InputError, NotFoundError } from '../../errors.js';
import type { Job } from '../../jobs/job.js';
import type { Json } from '../../jobs/plan.js';
import { checkLink } from '../../sources/check-link.js';
import type { JobKind } from '../../studio/job-kinds.js';
import type { SourceRequest } from '../../studio/requests.js';
import type { Source } from '../../studio/source.js';
import { API_BASE } from '../api-base.js';
import { jobView } from '../job-view.js';
import { parseBody } from '../parse-request.js';
import type { Route } from '../route.js';
import { acceptedJobSchema } from '../schemas/job.js';
import type { Services } from '../services.js';

/** A queue beyond this would take hours; whoever fills it is told to wait. */
const MAX_QUEUED_JOBS = 200;

/** One call for each kind of work: `POST /covers`, `/separations` … */
export function workRoutes(services: Services): Route[] {
  return services.jobKinds.map((jobKind) => ({
    method: 'post',
    path: `/${jobKind.path}`,
    tag: jobKind.path,
    summary: jobKind.summary,
    body: jobKind.schema,
    responses: { 202: { description: 'The queued job', schema: acceptedJobSchema } },
    async handle(request, response) {
      sendAccepted(response, await submit(jobKind, request, services));
    },
  }));
}

/** Answers with a job that was queued. */
export function sendAccepted(response: Response, job: Job): void {
  response
    .status(202)
    .location(`${API_BASE}/jobs/${job.id}`)
    .json({ job: jobView(job) });
}

async function submit(jobKind: JobKind, request: Request, services: Services) {
  const asked = parseBody(jobKind.schema, request) as Json;
  await refuseFullQueue(services);
  const { title, plan } = await asSettings(() => {
    const source = (named: SourceRequest) => resolveSource(named, services);
    const voice = (id: string) => services.voices.get(id);
    return jobKind.plan(asked, { config: services.config, source, voice });
  });
  return services.queue.submit({ kind: jobKind.kind, title, request: asked, plan });
}

/** What the planners work with, from what the user named.
 *  @throws InputError for a link that can't be opened, NotFoundError for an unknown upload */
function resolveSource(source: SourceRequest, { uploads, config }: Services): Source {
  if ('demo' in source) return source;
  if ('link' in source) return { link: checkLink(source.link, config).url };
  const { sha256, name, info } = uploads.get(source.upload);
  const { durationSeconds } = info as { durationSeconds?: number };
  return { blob: sha256, name, durationSeconds };
}

/** @throws InputError `too-many-jobs` */
export async function refuseFullQueue({ queue }: Pick<Services, 'queue'>): Promise<void> {
  const { queued } = await queue.count();
  if (queued < MAX_QUEUED_JOBS) return;
  throw new InputError('too-many-jobs', `${queued} jobs are waiting already`, {
    hint: 'Wait until some are done, or cancel some.',
  });
}

/** A voice or upload that doesn't exist is a bad setting here: the address itself was found. */
async function asSettings<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const { code, message, hint, details } = error;
    throw new InputError(code, message, { hint, details, cause: error });
  }
}
