import { randomUUID } from 'node:crypto';
import { NotFoundError } from '../../errors.js';
import { licenceNotAccepted } from '../../inference/model-store.js';
import type { Plan } from '../../jobs/plan.js';
import { API_BASE } from '../api-base.js';
import { jobView } from '../job-view.js';
import { parseQuery, pathParameter } from '../parse-request.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import { acceptedJobSchema } from '../schemas/job.js';
import { modelListSchema, pullQuerySchema } from '../schemas/model.js';
import type { ModelEntry, Services } from '../services.js';

/** Models that can be had, and those that are here. */
export function modelRoutes({ models, queue }: Services): Route[] {
  return [
    {
      method: 'get',
      path: '/models',
      tag: 'models',
      summary: 'The model catalogue',
      responses: { 200: { description: 'The models', schema: modelListSchema } },
      async handle(_request, response) {
        response.json({ models: (await models.list()).map(modelView) });
      },
    },
    {
      method: 'post',
      path: '/models/{id}/pull',
      tag: 'models',
      summary: 'Download a model',
      params: idSchema,
      query: pullQuerySchema,
      responses: { 202: { description: 'The queued job', schema: acceptedJobSchema } },
      async handle(request, response) {
        const id = pathParameter(request, 'id');
        const entries = await models.list();
        const entry = entries.find((known) => known.id === id);
        if (!entry) throw noSuchModel(id, entries);
        const acceptLicence = parseQuery(pullQuerySchema, request).acceptLicence === 'true';
        if (entry.terms && !entry.present && !acceptLicence) {
          throw licenceNotAccepted(entry, 'ask again with `?acceptLicence=true`');
        }
        const title = `Download of ${id}`;
        const plan = planPull(id, acceptLicence);
        const newJob = { kind: 'model-pull', title, request: { model: id, acceptLicence }, plan };
        const job = await queue.submit(newJob);
        response
          .status(202)
          .location(`${API_BASE}/jobs/${job.id}`)
          .json({ job: jobView(job) });
      },
    },
  ];
}

function modelView(entry: ModelEntry) {
  const { id, purpose, engine, bytes, licence, licenceUrl, terms, sha256, present } = entry;
  return { id, purpose, engine, bytes, licence, licenceUrl, terms, sha256, present };
}

function planPull(model: string, acceptLicence: boolean): Plan {
  return {
    kind: 'model-pull',
    seed: 0,
    steps: [
      {
        id: 'pull',
        kind: 'pull-model',
        title: `Downloading ${model}`,
        weight: 1,
        // The step is done for its effect, so the result of an earlier one must not stand for it.
        settings: { model, acceptLicence, run: randomUUID() },
        inputs: {},
      },
    ],
    results: {},
    report: 'pull',
  };
}

function noSuchModel(id: string, entries: readonly ModelEntry[]): NotFoundError {
  return new NotFoundError('no-such-model', `the catalogue has no model '${id}'`, {
    hint: `It has ${entries.map((entry) => entry.id).join(', ') || 'none'}.`,
  });
}
