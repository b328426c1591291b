import express, { Router, type Express, type RequestHandler } from 'express';
import { NotFoundError } from '../errors.js';
import { API_BASE } from './api-base.js';
import { apiRoutes } from './api-routes.js';
import { handleError } from './error-handler.js';
import { createMetrics } from './metrics.js';
import { postLimit } from './rate-limits.js';
import { hostGuard, originGuard } from './request-guards.js';
import { requestLog } from './request-log.js';
import { mountRoutes } from './route.js';
import { healthRoutes } from './routes/health.js';
import { webClient } from './routes/web-client.js';
import { securityHeaders } from './security-headers.js';
import type { Services } from './services.js';

/** Settings and links; songs don't come as JSON. */
const JSON_LIMIT = '100kb';

/** The whole HTTP interface: the API under `/api/v1`, operations at the root, and the page. */
export function createApp(services: Services): Express {
  const app = express();
  app.disable('x-powered-by');
  const metrics = createMetrics(services);
  app.use(requestLog(services.log), metrics.measure, securityHeaders);
  app.use(hostGuard(services.config.host), originGuard);

  const operations = [...healthRoutes(services), metrics.route];
  const api = Router();
  api.use(postLimit(), express.json({ limit: JSON_LIMIT }), asOfNow);
  mountRoutes(api, apiRoutes(services, operations));
  app.use(API_BASE, api);
  const root = Router();
  mountRoutes(root, operations);
  app.use(root);

  app.use('/api', refuseUnknownCall);
  app.use(webClient(services.webDir));
  app.use(handleError);
  return app;
}

/** Answers of the API are true when they are given; files say otherwise themselves. */
const asOfNow: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-cache');
  next();
};

const refuseUnknownCall: RequestHandler = ({ method, baseUrl, path }) => {
  throw new NotFoundError('no-such-call', `the API has no ${method} ${baseUrl}${path}`, {
    hint: `GET ${API_BASE}/openapi.json lists every call.`,
  });
};
