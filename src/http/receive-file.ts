import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { InputError } from '../errors.js';
import { displayName } from '../sources/display-name.js';

/** Boundaries, headers and the like around the file itself. */
const FORM_OVERHEAD_BYTES = 64 * 1024;
const FORM_LIMITS = { fields: 5, fieldSize: 10_000, headerPairs: 50 };
/** A voice, its index, and what else lies in its folder. */
const MOST_FILES = 4;
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
  const [file] = await receive(request, response, { ...options, most: 1 });
  return file;
}

/** As `receiveFile`, of a few files in fields of that name. */
export function receiveFiles(
  request: Request,
  response: Response,
  options: ReceiveOptions,
): Promise<ReceivedFile[]> {
  return receive(request, response, { ...options, most: MOST_FILES });
}

async function receive(
  request: Request,
  response: Response,
  { dir, maxBytes, most }: ReceiveOptions & { most: number },
): Promise<ReceivedFile[]> {
  let stored = 0;
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(maxBytes);
  const parseForm = multer({
    storage: multer.diskStorage({
      destination: dir,
      filename: (_request, _file, done) => done(null, `${STORED_AS}${stored++}`),
    }),
    limits: { ...FORM_LIMITS, files: most, parts: most + FORM_LIMITS.fields, fileSize: maxBytes },
    defParamCharset: 'utf8',
  }).array('file', most);
  await new Promise<void>((resolve, reject) => {
    parseForm(request, response, (error: unknown) => {
      if (!error) resolve();
      else reject(isTooLarge(error) ? tooLarge(maxBytes) : (error as Error));
    });
  });
  const files = request.files as Express.Multer.File[] | undefined;
  if (!files?.length) throw noFile();
  return files.map(({ path, originalname }) => ({ path, name: displayName(originalname) }));
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

function noFile(): InputError {
  return new InputError('malformed-upload', 'the request holds no file', {
    hint: 'Send one file as multipart/form-data in the field "file".',
  });
}
