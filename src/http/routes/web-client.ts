import express, { Router } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm run build` puts the page; the same from `src/http/routes` and `dist/http/routes`. */
const BUILT_CLIENT = fileURLToPath(new URL('../../../dist/web', import.meta.url));

const NOT_BUILT = `<!doctype html><html lang="en"><title>Canto</title>
<h1>Canto runs, but its page isn’t built yet</h1>
<p>Run <code>npm run build</code>, then reload. The API is at <a href="/api/v1/openapi.json">/api/v1</a>.</p>`;

/** Serves the page. Files under `assets/` bear a hash of their content in their names, so browsers
 *  may keep them. */
export function webClient(dir: string = BUILT_CLIENT): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(join(dir, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true }),
  );
  router.use(express.static(dir, { maxAge: 0 }));
  router.get('/', (_request, response) => {
    response
      .status(existsSync(dir) ? 404 : 503)
      .type('html')
      .send(NOT_BUILT);
  });
  router.use((_request, response) => {
    response.status(404).type('text').send('Not found\n');
  });
  return router;
}
