import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

const NOT_WORTH_A_LINE = ['/healthz', '/readyz', '/metrics'];

/** Logs each answered request: method, path without the query (which can hold secrets), status, time.
 *  Gives each an id, which error messages name. */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    autoLogging: {
      ignore: ({ url = '' }) => NOT_WORTH_A_LINE.some((path) => pathOf(url).endsWith(path)),
    },
    customLogLevel: (_request, { statusCode }, error) => {
      if (error || statusCode >= 500) return 'error';
      return statusCode >= 400 ? 'info' : 'debug';
    },
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: pathOf(url),
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}

function pathOf(url: string): string {
  return url.split('?', 1)[0];
}
