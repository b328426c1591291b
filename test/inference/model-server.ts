import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelServer {
  /** Ends with a slash. */
  readonly url: string;
  /** `Range` headers of the requests so far; empty strings where there was none. */
  readonly ranges: string[];
  close(): void;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A local HTTP server that answers every request by `handler`. */
export async function startModelServer(handler: Handler): Promise<ModelServer> {
  const ranges: string[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range ?? '');
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    ranges,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const ETAG = '"first"';

/** Serves `bytes` whole or in part, as a good server does. */
export function serveRanges(bytes: Uint8Array, etag = ETAG): Handler {
  return (request, response) => {
    const from = startOf(request, etag);
    response.writeHead(from > 0 ? 206 : 200, {
      etag,
      'content-length': bytes.length - from,
      ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    response.end(bytes.subarray(from));
  };
}

/** Promises all of `bytes`, sends `length` of them and breaks the connection. */
export function serveCut(bytes: Uint8Array, length: number): Handler {
  return (_, response) => {
    response.writeHead(200, { etag: ETAG, 'content-length': bytes.length });
    response.write(bytes.subarray(0, length), () => setTimeout(() => response.destroy(), 50));
  };
}

/** Promises all of `bytes`, sends `length` of them and then nothing. */
export function serveStalled(bytes: Uint8Array, length: number): Handler {
  return (_, response) => {
    response.writeHead(200, { etag: ETAG, 'content-length': bytes.length });
    response.write(bytes.subarray(0, length));
  };
}

function startOf(request: IncomingMessage, etag: string): number {
  const validator = request.headers['if-range'];
  if (validator !== undefined && validator !== etag) return 0;
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
}
