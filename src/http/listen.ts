import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '../errors.js';

/** A client sends its headers at once, or is none. */
const HEADERS_TIMEOUT_MS = 15_000;
/** 1 GB over a slow home line. */
const REQUEST_TIMEOUT_MS = 3 * 3600_000;
/** No byte either way for so long: event streams have their heartbeat, uploads go on. */
const SILENCE_TIMEOUT_MS = 120_000;
/** Longer than proxies keep theirs, so that they never reuse one that is being closed. */
const KEEP_ALIVE_MS = 75_000;
/** How long requests may go on once the server is told to close. */
const CLOSE_GRACE_MS = 1000;
const MAX_CONNECTIONS = 1000;

/** A server that takes requests. */
export interface ListeningServer {
  /** "http://127.0.0.1:3000" */
  url: string;
  port: number;
  /** Takes no more requests, lets the running ones end, then cuts the rest. */
  close(): Promise<void>;
}

/** Serves `app`.
 *  @param address port 0 means any free one
 *  @throws InputError `port-in-use`, `bad-address` */
export async function listen(
  app: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<ListeningServer> {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    app,
  );
  server.timeout = SILENCE_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, { host, port });
  }
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    port: actual,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

function listenError(
  cause: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): InputError {
  if (cause.code === 'EADDRINUSE') {
    return new InputError('port-in-use', `port ${port} of ${host} is taken`, {
      hint: 'Choose another with --port, or stop the program that uses it.',
      cause,
    });
  }
  return new InputError('bad-address', `can't listen on ${host}:${port}: ${cause.message}`, {
    hint: 'Check --host and --port; ports below 1024 need root.',
    cause,
  });
}
