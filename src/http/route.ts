import type { Request, RequestHandler, Response, Router } from 'express';
import type { z } from 'zod';

type Method = 'get' | 'head' | 'post' | 'patch' | 'delete' | 'options';

/** What a call answers with: JSON of `schema`, or bytes of `contentType`, or nothing. */
export interface RouteResponse {
  description: string;
  schema?: z.ZodType;
  contentType?: string;
}

/** One call of the API. The same table is mounted and described, so nothing is undocumented. */
export interface Route {
  method: Method;
  /** Below the API's base, with parameters as OpenAPI writes them: `/jobs/{id}`. */
  path: string;
  /** The noun under which the documentation lists it. */
  tag: string;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** JSON, unless `bodyType` says otherwise. */
  body?: z.ZodType;
  bodyType?: string;
  /** By status; errors have one shape and needn't be listed. */
  responses: { readonly [status: number]: RouteResponse };
  handle: (request: Request, response: Response) => Promise<void> | void;
}

/** Adds `routes` to `router`, in their order. */
export function mountRoutes(router: Router, routes: readonly Route[]): void {
  for (const route of routes) {
    const handler: RequestHandler = (request, response) => route.handle(request, response);
    router[route.method](expressPath(route.path), handler);
  }
}

/** `/jobs/{id}` as express writes it: `/jobs/:id`. */
function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
