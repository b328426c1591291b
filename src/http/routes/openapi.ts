import { describeRoutes } from '../openapi.js';
import type { Route } from '../route.js';
import type { Services } from '../services.js';

/** The description of all `routes`, and of itself. */
export function openApiRoutes({ version }: Services, routes: readonly Route[]): Route[] {
  const route: Route = {
    method: 'get',
    path: '/openapi.json',
    tag: 'operations',
    summary: 'This description',
    responses: { 200: { description: 'OpenAPI 3.1', contentType: 'application/json' } },
    handle(_request, response) {
      response.json(document);
    },
  };
  const document = describeRoutes([...routes, route], version);
  return [route];
}
