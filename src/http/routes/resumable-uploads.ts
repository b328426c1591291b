import { FileStore } from '@tus/file-store';
import { EVENTS, Server, type Upload } from '@tus/server';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../errors.js';
import { newId } from '../../jobs/new-id.js';
import { displayName } from '../../sources/display-name.js';
import { API_BASE } from '../api-base.js';
import { errorBody, statusOf, toAppError } from '../error-handler.js';
import type { KeepUpload } from '../keep-upload.js';
import { tooLarge } from '../receive-file.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import type { Services } from '../services.js';

/** Unfinished uploads are kept for a day. */
const KEPT_MS = 24 * 3600_000;
const PATH = '/uploads/resumable';
/** What `newId` makes. */
const ID = /^[0-9a-f]{24}$/;

/** Uploads in pieces that survive a broken connection, by the tus 1.0 protocol. The finished one is
 *  an upload like any other, under the id that ends its address. */
export function resumableUploadRoutes(services: Services, keepUpload: KeepUpload): Route[] {
  const server = createTusServer(services, keepUpload);
  const handle: Route['handle'] = (request, response) => server.handle(request, response);
  const about = { tag: 'uploads', handle } as const;
  const params = idSchema;
  const one = `${PATH}/{id}`;
  return [
    {
      ...about,
      method: 'post',
      path: PATH,
      summary: 'Begin a resumable upload (tus 1.0; metadata: filename)',
      responses: { 201: { description: 'Begun; its address is in Location' } },
    },
    {
      ...about,
      method: 'options',
      path: PATH,
      summary: 'What this server knows of tus',
      responses: { 204: { description: 'Tus-Version, Tus-Extension, Tus-Max-Size' } },
    },
    {
      ...about,
      method: 'head',
      path: one,
      params,
      summary: 'How far a resumable upload has come',
      responses: { 200: { description: 'Upload-Offset' } },
    },
    {
      ...about,
      method: 'patch',
      path: one,
      params,
      summary: 'Send the next piece; after the last one, GET /uploads/{id} has the upload',
      bodyType: 'application/offset+octet-stream',
      responses: { 204: { description: 'Upload-Offset' } },
    },
    {
      ...about,
      method: 'delete',
      path: one,
      params,
      summary: 'Give up a resumable upload',
      responses: { 204: { description: 'Removed' } },
    },
  ];
}

function createTusServer({ config, log }: Services, keepUpload: KeepUpload): Server {
  const directory = join(config.dataDir, 'resumable');
  const datastore = new FileStore({ directory, expirationPeriodInMilliseconds: KEPT_MS });
  const server = new Server({
    path: `${API_BASE}${PATH}`,
    datastore,
    maxSize: config.maxUploadBytes,
    relativeLocation: true,
    // Never an address of another site: pages elsewhere may not read the answers.
    allowedOrigins: () => false,
    namingFunction: newId,
    getFileIdFromRequest: (_request, last) => (last && ID.test(last) ? last : undefined),
    async onUploadFinish(_request, upload) {
      await finish(upload);
      return {};
    },
    onResponseError: (_request, error) => answerTo(error, config.maxUploadBytes),
  });
  server.on(EVENTS.POST_CREATE, () => {
    void datastore
      .deleteExpired()
      .catch((error: unknown) => log.warn({ err: error }, 'expired uploads stay'));
  });
  return server;

  async function finish({ id, metadata }: Upload): Promise<void> {
    const path = join(directory, id);
    try {
      await keepUpload({ path, name: displayName(metadata?.filename ?? '') }, { id });
    } finally {
      await rm(path, { force: true });
      await rm(`${path}.json`, { force: true });
    }
  }
}

/** An error in the one shape of the API; the library's own come as a status and a text. */
function answerTo(error: Error | { status_code: number; body: string }, maxBytes: number) {
  const known = error instanceof Error ? toAppError(error) : undefined;
  if (known) return { status_code: statusOf(known), body: JSON.stringify(errorBody(known)) };
  if (error instanceof Error) return undefined;
  const { status_code, body } = error;
  const shown =
    status_code === 413 ? tooLarge(maxBytes) : new InputError('bad-upload', body.trim());
  return { status_code, body: JSON.stringify(errorBody(shown)) };
}
