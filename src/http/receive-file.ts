import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { InputError } from '../errors.js';
import { displayName } from '../sources/display-name.js';

/** Boundaries, headers and the like around the file itself. */
const FORM_OVERHEAD_BYTES = 64 * 1024;
const FORM_LIMITS = { fields: 10, fieldSize: 10_000, headerPairs: 50 };
const STORED_AS = 'upload';

/** A file that a request brought. */
export interface ReceivedFile {
  path: string;
  /** The user's name for it, for display only. */
  name: string;
}

interface ReceiveOptions {
  /** The caller's folder, which the caller removes. */
  dir: string;
  maxBytes: number;
}

/** Writes the file in the multipart field `file` into `dir`.
 *  @throws InputError `too-large`; `malformed-upload` also when the client goes away */
export async function receiveFile(
  request: Request,
  response: Response,
  options: ReceiveOptions,
): Promise<ReceivedFile> {
  const { file } = await receiveFiles(request, response, { ...options, fields: { file: 1 } });
  return file[0];
}

/** As `receiveFile`, of several files.
 *  @param options.maxBytes of each, and of all together
 *  @param options.fields names of the fields that hold files, and how many each may hold; one file
 *    there must be in all */
export async function receiveFiles<Field extends string>(
  request: Request,
  response: Response,
  { dir, maxBytes, fields }: ReceiveOptions & { fields: Readonly<Record<Field, number>> },
): Promise<Record<Field, ReceivedFile[]>> {
  let stored = 0;
  const names = Object.keys(fields) as Field[];
  const most = names.reduce((sum, name) => sum + fields[name], 0);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(maxBytes);
  if (most > 1) boundTotal(request, maxBytes + FORM_OVERHEAD_BYTES);
  const parseForm = multer({
    storage: multer.diskStorage({
      destination: dir,
      filename: (_request, _file, done) => done(null, `${STORED_AS}${stored++}`),
    }),
    limits: { ...FORM_LIMITS, files: most, parts: most + FORM_LIMITS.fields, fileSize: maxBytes },
    defParamCharset: 'utf8',
  }).fields(names.map((name) => ({ name, maxCount: fields[name] })));
  await new Promise<void>((resolve, reject) => {
    parseForm(request, response, (error: unknown) => {
      if (!error) resolve();
      else reject(isTooLarge(error) ? tooLarge(maxBytes) : (error as Error));
    });
  });
  const files = (request.files ?? {}) as Partial<Record<Field, Express.Multer.File[]>>;
  if (Object.keys(files).length === 0) throw noFile(names);
  const received = names.map((name) => [name, (files[name] ?? []).map(receivedFile)] as const);
  return Object.fromEntries(received) as Record<Field, ReceivedFile[]>;
}

/** Cuts off a request that brings more in all than it announced, or announced nothing. */
function boundTotal(request: Request, maxBytes: number): void {
  let received = 0;
  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxBytes) request.destroy();
  });
}

function receivedFile({ path, originalname }: Express.Multer.File): ReceivedFile {
  return { path, name: displayName(originalname) };
}

/** The error for a file that is larger than this installation takes. */
export function tooLarge(maxBytes: number): InputError {
  const limit = (maxBytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 });
  return new InputError('too-large', `the file is larger than ${limit} MB`, {
    hint: 'Send a compressed file (flac, mp3), or raise CANTO_MAX_UPLOAD_BYTES.',
    details: { maxBytes },
  });
}

function isTooLarge(error: unknown): boolean {
  return error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE';
}

function noFile(names: readonly string[]): InputError {
  return new InputError('malformed-upload', 'the request holds no file', {
    hint: `Send it as multipart/form-data in the field "${names.join('" or "')}".`,
  });
}
