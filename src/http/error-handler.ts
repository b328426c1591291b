import { MulterError } from 'multer';
import type { ErrorRequestHandler, Request } from 'express';
import { AppError, InputError, type ErrorKind, type ErrorRecord } from '../errors.js';
import { orDiskFull } from '../store/disk-full.js';

/** Statuses by code, where the kind doesn't say enough. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'malformed-json': 400,
  'malformed-upload': 400,
  'malformed-request': 400,
  'foreign-host': 403,
  'foreign-origin': 403,
  'not-found': 404,
  'job-not-finished': 409,
  'job-not-done': 409,
  'job-already-done': 409,
  'too-large': 413,
  'too-long': 413,
  'body-too-large': 413,
  'not-audio': 415,
  'unsupported-codec': 415,
  'not-json': 415,
  'bad-range': 416,
  'too-many-requests': 429,
  'too-many-jobs': 429,
  'disk-full': 507,
};

const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  input: 422,
  'not-found': 404,
  // A model or tool that this server lacks.
  model: 503,
  // Nobody but a shutdown cancels what a request waits for.
  cancelled: 503,
  internal: 500,
};

/** What errors of express are called that have only a status. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  404: 'not-found',
  415: 'not-json',
  416: 'bad-range',
};

/** The status that an error is answered with. */
export function statusOf({ kind, code }: Pick<ErrorRecord, 'kind' | 'code'>): number {
  return STATUS_OF_CODE[code] ?? STATUS_OF_KIND[kind];
}

/** An error as users see it. */
export function errorBody({ code, message, hint, details }: Omit<ErrorRecord, 'kind'>) {
  return { error: { code, message, ...(hint && { hint }), ...(details && { details }) } };
}

/** Answers every error of the API in one shape. What nobody foresaw is logged with the request's
 *  id, and answered with that id alone. */
export const handleError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  void next; // Express knows error handlers by their four parameters.
  if (response.headersSent) {
    request.log.warn({ err: error }, 'an answer broke off');
    response.destroy();
    return;
  }
  const known = toAppError(orDiskFull(error));
  if (known) {
    response.status(statusOf(known)).json(errorBody(known));
    return;
  }
  request.log.error({ err: error }, 'unexpected error');
  response.status(500).json(
    errorBody({
      code: 'internal',
      message: 'something went wrong on our side',
      hint: `Try again; if it happens again, report it with the id ${requestId(request)} from the server's log.`,
    }),
  );
};

function requestId({ id }: Request): string {
  return typeof id === 'object' ? '' : String(id);
}

/** What the libraries in front of our own code throw, as an error of ours; undefined for a bug. */
export function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error.kind === 'internal' ? knownInternal(error) : error;
  if (!(error instanceof Error)) return undefined;
  return bodyError(error) ?? multipartError(error);
}

/** Internal errors that have a status of their own are meant for users; others are bugs. */
function knownInternal(error: AppError): AppError | undefined {
  return error.code in STATUS_OF_CODE ? error : undefined;
}

/** The multipart parser's own errors are plain ones that are known by their text alone. */
const MULTIPART_ERROR =
  /^(Malformed|Unexpected end of (form|file)|Multipart: |Missing Content-Type|Unsupported content type|Request (aborted|closed))/i;

function multipartError(error: Error): InputError | undefined {
  if (!(error instanceof MulterError) && !MULTIPART_ERROR.test(error.message)) return undefined;
  return new InputError('malformed-upload', `the upload can't be read: ${error.message}`, {
    hint: 'Send one file as multipart/form-data in the field "file".',
    cause: error,
  });
}

/** Errors of express and its body parser, which have a status below 500 and a `type`. */
function bodyError(error: Error): InputError | undefined {
  const { status, type } = error as Error & { status?: unknown; type?: unknown };
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const options = { cause: error };
  if (type === 'entity.parse.failed') {
    return new InputError('malformed-json', `the body is not JSON: ${error.message}`, options);
  }
  if (type === 'entity.too.large') {
    return new InputError('body-too-large', 'the JSON body is larger than 100 kB', options);
  }
  return new InputError(CODE_OF_STATUS[status] ?? 'malformed-request', error.message, options);
}
