import type { Voice } from '../../voices/voice.js';
import { API_BASE } from '../api-base.js';
import { createGate } from '../gate.js';
import type { Request, Response } from 'express';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { toFileName } from '../../jobs/file-name.js';
import { parseBody, parseQuery, pathParameter } from '../parse-request.js';
import { receiveFiles, type ReceivedFile } from '../receive-file.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import {
  blendPreviewSchema,
  blendSchema,
  importedVoiceSchema,
  voiceFormSchema,
  voiceLinkSchema,
  voiceListSchema,
  voiceSchema,
  type VoiceView,
} from '../schemas/voice.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';

/** The voices to choose from. */
export function voiceRoutes(services: Services): Route[] {
  const { voices } = services;
  // Browsers ask for parts of a recording at once; only the first request should make it.
  const inTurn = createGate(1);
  const tag = 'voices';
  const params = idSchema;
  return [
    {
      method: 'get',
      path: '/voices',
      tag,
      summary: 'The voice library',
      responses: { 200: { description: 'The voices', schema: voiceListSchema } },
      async handle(_request, response) {
        response.json({ voices: (await voices.list()).map(voiceView) });
      },
    },
    {
      method: 'post',
      path: '/voices',
      tag,
      summary: 'Import a voice: files (or, as JSON, a direct link)',
      body: voiceFormSchema,
      bodyType: 'multipart/form-data',
      responses: { 201: { description: 'The voice', schema: importedVoiceSchema } },
      async handle(request, response) {
        const { voice, verdict } = await inTurn(() => importVoice(request, response, services));
        response.status(201).location(`${request.originalUrl}/${voice.id}`);
        response.json({ voice: voiceView(voice), verdict });
      },
    },
    {
      method: 'post',
      path: '/voices/blends',
      tag,
      summary: 'A new voice between two',
      body: blendSchema,
      responses: { 201: { description: 'The voice', schema: voiceSchema } },
      async handle(request, response) {
        const voice = await inTurn(() => voices.blend(parseBody(blendSchema, request)));
        response.status(201).location(`${API_BASE}/voices/${voice.id}`);
        response.json(voiceView(voice));
      },
    },
    {
      // Before `/voices/{id}/preview`, which would match it.
      method: 'get',
      path: '/voices/blends/preview',
      tag,
      summary: 'How a blend would sound, without making it',
      query: blendPreviewSchema,
      responses: { 200: { description: 'A few seconds', contentType: 'audio/*' } },
      async handle(request, response) {
        const blend = parseQuery(blendPreviewSchema, request);
        const path = await inTurn(async () => voices.blendPreviewPath(blend));
        await sendFile(response, path, { name: 'preview.wav' });
      },
    },
    {
      method: 'delete',
      path: '/voices/{id}',
      tag,
      summary: 'Remove a voice, for good',
      params,
      responses: { 204: { description: 'It is gone' } },
      async handle(request, response) {
        await voices.remove(pathParameter(request, 'id'));
        response.status(204).end();
      },
    },
    {
      method: 'get',
      path: '/voices/{id}',
      tag,
      summary: 'One voice',
      params,
      responses: { 200: { description: 'The voice', schema: voiceSchema } },
      async handle(request, response) {
        response.json(voiceView(await voices.get(pathParameter(request, 'id'))));
      },
    },
    {
      method: 'get',
      path: '/voices/{id}/preview',
      tag,
      summary: 'How a voice sounds',
      params,
      responses: { 200: { description: 'A few seconds', contentType: 'audio/*' } },
      async handle(request, response) {
        const id = pathParameter(request, 'id');
        const path = await inTurn(async () => voices.previewPath(id));
        await sendFile(response, path, { name: 'preview.wav' });
      },
    },
  ];
}

/** A voice of the request's files, or of the link in its JSON. */
async function importVoice(
  request: Request,
  response: Response,
  { voices, files, config }: Services,
) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const { signal } = gone;
  if (request.is('json')) {
    const { link, name } = parseBody(voiceLinkSchema, request);
    return voices.import({ link }, { name, signal });
  }
  const scratch = await files.scratch();
  try {
    const limits = { dir: scratch.path, maxBytes: config.maxUploadBytes };
    const received = await receiveFiles(request, response, limits);
    const paths = await Promise.all(received.map((file, i) => underItsName(file, scratch.path, i)));
    const { name } = request.body as { name?: unknown };
    const given = typeof name === 'string' && name.trim() ? name.trim().slice(0, 100) : undefined;
    return await voices.import({ paths }, { name: given, signal });
  } finally {
    await scratch.remove();
  }
}

/** Messages name files, and a voice is called after its own. */
async function underItsName(
  { path, name }: ReceivedFile,
  dir: string,
  place: number,
): Promise<string> {
  const folder = join(dir, String(place));
  await mkdir(folder);
  const named = join(folder, toFileName(name));
  await rename(path, named);
  return named;
}

/** Without the path of its file, which is nobody else's business. */
function voiceView(voice: Voice): VoiceView {
  const { file: _, ...view } = voice;
  return view;
}
