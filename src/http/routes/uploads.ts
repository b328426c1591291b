import type { KeepUpload } from '../keep-upload.js';
import { pathParameter } from '../parse-request.js';
import { receiveFile } from '../receive-file.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import { uploadFormSchema, uploadSchema } from '../schemas/upload.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';
import { uploadView } from '../upload-view.js';

/** Songs that users bring. */
export function uploadRoutes(services: Services, keepUpload: KeepUpload): Route[] {
  const { config, files, uploads } = services;
  return [
    {
      method: 'post',
      path: '/uploads',
      tag: 'uploads',
      summary: 'Upload a song',
      body: uploadFormSchema,
      bodyType: 'multipart/form-data',
      responses: { 201: { description: 'The upload', schema: uploadSchema } },
      async handle(request, response) {
        const gone = new AbortController();
        response.on('close', () => gone.abort());
        const scratch = await files.scratch();
        try {
          const limits = { dir: scratch.path, maxBytes: config.maxUploadBytes };
          const received = await receiveFile(request, response, limits);
          const upload = await keepUpload(received, { signal: gone.signal });
          response.status(201).location(`${request.originalUrl}/${upload.id}`);
          response.json(uploadView(upload));
        } finally {
          await scratch.remove();
        }
      },
    },
    {
      method: 'get',
      path: '/uploads/{id}',
      tag: 'uploads',
      summary: 'What is known of an upload',
      params: idSchema,
      responses: { 200: { description: 'The upload', schema: uploadSchema } },
      handle(request, response) {
        response.json(uploadView(uploads.get(pathParameter(request, 'id'))));
      },
    },
    {
      method: 'get',
      path: '/uploads/{id}/file',
      tag: 'uploads',
      summary: 'The uploaded file itself',
      params: idSchema,
      responses: { 200: { description: 'The file', contentType: 'application/octet-stream' } },
      async handle(request, response) {
        const { name, sha256 } = uploads.get(pathParameter(request, 'id'));
        await sendFile(response, await files.pathOf(sha256), { name, version: sha256 });
      },
    },
  ];
}
