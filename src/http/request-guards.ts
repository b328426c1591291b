import type { RequestHandler } from 'express';
import { InputError } from '../errors.js';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const READING = ['GET', 'HEAD', 'OPTIONS'];

/** Refuses requests under a foreign host name while the service is bound to this machine alone: a
 *  web page whose name was made to resolve to 127.0.0.1 (DNS rebinding) could else read it all.
 *  @param boundTo the host that the service listens on */
export function hostGuard(boundTo: string): RequestHandler {
  const bracketed = boundTo.includes(':') ? `[${boundTo}]` : boundTo;
  const allowed = [...LOOPBACK_NAMES, bracketed.toLowerCase()];
  const isLocal = LOOPBACK_NAMES.includes(bracketed) || boundTo.startsWith('127.');
  return (request, _response, next) => {
    const host = hostnameOf(`http://${request.headers.host ?? ''}`);
    if (!isLocal || (host && allowed.includes(host))) return next();
    next(
      new InputError('foreign-host', 'this service answers to the names of this machine only', {
        hint: `Open it as http://localhost, or start it with --host to serve a network.`,
      }),
    );
  };
}

/** Refuses changes that a web page of another origin asks for (cross-site request forgery). Programs
 *  other than browsers send no `Origin` and aren't concerned. */
export const originGuard: RequestHandler = (request, _response, next) => {
  if (READING.includes(request.method) || isSameOrigin(request.headers)) return next();
  next(
    new InputError('foreign-origin', 'another web page may not change anything here', {
      hint: 'Use the page of this service itself, or a program.',
    }),
  );
};

function isSameOrigin(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const { origin, host } = headers;
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  if (typeof origin !== 'string') return true;
  return URL.canParse(origin) && new URL(origin).host === String(host).toLowerCase();
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
