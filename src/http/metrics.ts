import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Route } from './route.js';
import type { Services } from './services.js';

/** Seconds; from cached answers to large uploads. */
const HTTP_BUCKETS = [0.005, 0.02, 0.05, 0.2, 1, 5, 30, 120];

interface Metrics {
  /** Times every request, by route and status. */
  measure: RequestHandler;
  /** `GET /metrics`, in Prometheus' text format. */
  route: Route;
}

type MetricsServices = Pick<Services, 'queue' | 'stepRegistry'>;

/** What operators watch: the process, HTTP times, jobs by state. */
export function createMetrics({ queue, stepRegistry }: MetricsServices): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const httpSeconds = new Histogram({
    name: 'canto_http_request_seconds',
    help: 'Time to answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_BUCKETS,
    registers: [registry],
  });
  new Gauge({
    name: 'canto_jobs',
    help: 'Jobs that the queue knows, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await queue.count())) this.set({ state }, count);
    },
  });
  const everything = Registry.merge([registry, stepRegistry]);
  return {
    measure(request, response, next) {
      const end = httpSeconds.startTimer({ method: request.method });
      response.on('close', () => end({ route: routeOf(request), status: response.statusCode }));
      next();
    },
    route: {
      method: 'get',
      path: '/metrics',
      tag: 'operations',
      summary: 'Measurements for Prometheus',
      responses: { 200: { description: 'Metrics', contentType: registry.contentType } },
      async handle(_request, response) {
        response.type(registry.contentType).send(await everything.metrics());
      },
    },
  };
}

/** The pattern, not the path: ids would make a new series each. */
function routeOf(request: Request): string {
  const route = request.route as { path?: string } | undefined;
  return route?.path ?? 'other';
}
