import type { Failure } from './types.js';

/** Where the API lies, relative to the page. */
export const apiBase = 'api/v1';

/** A refusal by the server, or its silence (`code` is then `offline`). */
export class RequestError extends Error {
  constructor(
    readonly failure: Failure,
    readonly status = 0,
  ) {
    super(failure.message);
    this.name = 'RequestError';
  }
}

/** The JSON that `path` answers.
 *  @throws RequestError with the server's own words, or code `offline` */
export async function requestJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${apiBase}${path}`, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new RequestError(offline);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new RequestError(failureOf(body, response.status), response.status);
  return body as T;
}

/** Sends `body` as JSON. */
export function postJson<T>(path: string, body: unknown): Promise<T> {
  return requestJson<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** What to tell the user about a response body that should have been better. */
export function failureOf(body: unknown, status: number): Failure {
  const failure = (body as { error?: Failure } | undefined)?.error;
  if (failure?.message) return failure;
  if (status === 0) return offline;
  return { code: `http-${status}`, message: `The server answered with status ${status}.` };
}

/** The failure that any thrown value stands for. */
export function toFailure(error: unknown): Failure {
  if (error instanceof RequestError) return error.failure;
  return { code: 'page', message: error instanceof Error ? error.message : String(error) };
}

const offline: Failure = {
  code: 'offline',
  message: 'The studio’s server doesn’t answer.',
  hint: 'Is “npm start” still running in its terminal? This page goes on as soon as it is back.',
};
