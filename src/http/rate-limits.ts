import { rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { InputError } from '../errors.js';

/** Far above what a person or an honest script does; each job costs a minute of work anyway. */
const POSTS_PER_MINUTE = 300;

/** Bounds the POST requests of one address. */
export function postLimit(limit = POSTS_PER_MINUTE): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (request) => request.method !== 'POST',
    handler: (_request, _response, next) => {
      next(
        new InputError('too-many-requests', `more than ${limit} requests in one minute`, {
          hint: 'Wait a minute (see the Retry-After header), then go on.',
        }),
      );
    },
  });
}
