import type { IncomingMessage } from 'node:http';
import { checkFileUrl, shownLink, type LinkSettings } from './check-link.js';
import { linkError } from './link-problem.js';

const MAX_REDIRECTS = 5;
const REDIRECT_STATUSES = [301, 302, 303, 307, 308];

/** What is looked at of a response. */
export type RedirectingResponse = Pick<IncomingMessage, 'statusCode' | 'headers' | 'destroy'>;

interface FollowOptions<Response> {
  settings: LinkSettings;
  /** Sends one request; does not follow anything by itself. */
  get: (url: URL) => Promise<Response>;
}

/** The first response that is no redirect. Every address on the way is checked before it is asked.
 *  @throws InputError private-address, link-not-https, link-redirects … */
export async function followRedirects<Response extends RedirectingResponse>(
  start: URL,
  { settings, get }: FollowOptions<Response>,
): Promise<Response> {
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    checkFileUrl(url, settings);
    const response = await get(url);
    const { location } = response.headers;
    if (!location || !REDIRECT_STATUSES.includes(response.statusCode ?? 0)) return response;
    response.destroy();
    if (!URL.canParse(location, url)) throw linkError('bad-link', shownLink(start));
    url = new URL(location, url);
  }
  throw linkError('link-redirects', shownLink(start), { found: `more than ${MAX_REDIRECTS}` });
}
