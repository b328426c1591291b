import { randomUUID } from 'node:crypto';
import { NotFoundError } from '../../errors.js';
import type { Plan } from '../../jobs/plan.js';
import { API_BASE } from '../api-base.js';
import { jobView } from '../job-view.js';
import { pathParameter } from '../parse-request.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import { acceptedJobSchema } from '../schemas/job.js';
import { modelListSchema } from '../schemas/model.js';
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
      responses: { 202: { description: 'The queued job', schema: acceptedJobSchema } },
      async handle(request, response) {
        const id = pathParameter(request, 'id');
        const entries = await models.list();
        if (!entries.some((entry) => entry.id === id)) throw noSuchModel(id, entries);
        const title = `Download of ${id}`;
        const newJob = { kind: 'model-pull', title, request: { model: id }, plan: planPull(id) };
        const job = await queue.submit(newJob);
        response
          .status(202)
          .location(`${API_BASE}/jobs/${job.id}`)
          .json({ job: jobView(job) });
      },
    },
  ];
}

function modelView({ id, purpose, engine, bytes, licence, sha256, present }: ModelEntry) {
  return { id, purpose, engine, bytes, licence, sha256, present };
}

function planPull(model: string): Plan {
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
        settings: { model, run: randomUUID() },
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
