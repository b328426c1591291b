import type { Request } from 'express';
import type { z } from 'zod';
import { InputError } from '../errors.js';

/** The JSON body of `request` by `schema`, defaults applied.
 *  @throws InputError `not-json` or `bad-settings` with every issue in the details */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
): z.output<Schema> {
  if (request.body === undefined) {
    throw new InputError('not-json', 'the request has no JSON body', {
      hint: 'Send JSON with the header Content-Type: application/json.',
    });
  }
  return parse(schema, request.body);
}

/** The query parameters of `request` by `schema`.
 *  @throws InputError `bad-settings` */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
): z.output<Schema> {
  return parse(schema, request.query);
}

/** A path parameter of `request`. */
export function pathParameter(request: Request, name: string): string {
  const value = request.params[name];
  return Array.isArray(value) ? value.join('/') : value;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({
    setting: path.map(String).join('.'),
    message,
  }));
  const [first] = issues;
  throw new InputError('bad-settings', [first.setting, first.message].filter(Boolean).join(': '), {
    hint: 'GET /api/v1/openapi.json lists every setting and its range.',
    details: { issues },
  });
}
