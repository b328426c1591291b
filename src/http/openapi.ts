import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { API_BASE } from './api-base.js';
import type { Route, RouteResponse } from './route.js';
import { errorSchema } from './schemas/error.js';

/** The OpenAPI 3.1 document of `routes`, made from the schemas that check the requests. */
export function describeRoutes(routes: readonly Route[], version: string) {
  const registry = new OpenAPIRegistry();
  for (const route of routes) registry.registerPath(pathOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Canto',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'An AI music studio on your own machine.',
    },
    servers: [{ url: API_BASE }],
  });
}

function pathOf(route: Route): Parameters<OpenAPIRegistry['registerPath']>[0] {
  const { method, path, tag, summary, params, query, body, bodyType, responses } = route;
  const content = body && { [bodyType ?? 'application/json']: { schema: body } };
  return {
    method,
    path,
    tags: [tag],
    summary,
    request: { params, query, ...(content && { body: { required: true, content } }) },
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [status, responseOf(response)]),
      ),
      default: responseOf({ description: 'Why not', schema: errorSchema }),
    },
  };
}

function responseOf({ description, schema, contentType }: RouteResponse) {
  if (schema) return { description, content: { 'application/json': { schema } } };
  if (!contentType) return { description };
  return { description, content: { [contentType]: {} } };
}
