import { once } from 'node:events';
import type { Response } from 'express';

/** Proxies close connections on which nothing is said for a minute. */
const HEARTBEAT_MS = 15_000;
/** How long a browser waits before it comes back. */
const RETRY_MS = 1000;

/** One server-sent event; `data` is sent as JSON. */
export interface StreamEvent {
  id: number;
  type: string;
  data: unknown;
}

/** Sends `events` as server-sent events until they end or the reader leaves; the source is asked for
 *  the next one only once the reader has taken the last.
 *  @param stop aborted when the reader leaves, to end the source */
export async function sendEvents(
  response: Response,
  events: AsyncIterable<StreamEvent>,
  stop: AbortController,
): Promise<void> {
  response.on('close', () => stop.abort());
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    for await (const event of events) {
      if (stop.signal.aborted) break;
      const hasRoom = response.write(eventText(event));
      // That the reader left meanwhile is seen above.
      if (!hasRoom) await once(response, 'drain', { signal: stop.signal }).catch(() => undefined);
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

function eventText({ id, type, data }: StreamEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
