import type { Voice } from '../../voices/voice.js';
import { API_BASE } from '../api-base.js';
import { createGate } from '../gate.js';
import type { Request, Response } from 'express';
import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { toFileName } from '../../jobs/file-name.js';
import { MOST_RECORDINGS } from '../../studio/cloning.js';
import type { VoiceImport } from '../../studio/new-voices.js';
import type { Probe } from '../keep-upload.js';
import { parseBody, parseQuery, pathParameter } from '../parse-request.js';
import { receiveFiles, type ReceivedFile } from '../receive-file.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import { acceptedJobSchema } from '../schemas/job.js';
import {
  blendPreviewSchema,
  blendSchema,
  checkFormSchema,
  cloneReportSchema,
  importedVoiceSchema,
  voiceFormSchema,
  voiceLinkSchema,
  voiceListSchema,
  voiceSchema,
  type VoiceView,
} from '../schemas/voice.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';
import { submitClone } from '../submit-clone.js';
import { sendAccepted } from './work.js';

/** A voice, its index, and what else lies in its folder. */
const MOST_VOICE_FILES = 4;

/** The voices to choose from. */
export function voiceRoutes(services: Services, probe: Probe): Route[] {
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
      summary: 'Import a voice: files (or, as JSON, a direct link); or clone one from recordings',
      body: voiceFormSchema,
      bodyType: 'multipart/form-data',
      responses: {
        201: { description: 'The imported voice', schema: importedVoiceSchema },
        202: { description: 'The job that clones the voice', schema: acceptedJobSchema },
      },
      async handle(request, response) {
        const gone = new AbortController();
        response.on('close', () => gone.abort());
        const { signal } = gone;
        if (request.is('json')) {
          const { link, name } = parseBody(voiceLinkSchema, request);
          sendImported(request, response, await voices.import({ link }, { name, signal }));
          return;
        }
        const fields = { file: MOST_VOICE_FILES, recordings: MOST_RECORDINGS };
        const received = { request, response, fields };
        await withReceived(services, received, async ({ file, recordings }) => {
          if (recordings.length > 0) {
            const job = await submitClone(request, recordings, { services, probe, signal });
            sendAccepted(response, job);
            return;
          }
          const paths = file.map(({ path }) => path);
          const name = nameIn(request);
          sendImported(
            request,
            response,
            await inTurn(() => voices.import({ paths }, { name, signal })),
          );
        });
      },
    },
    {
      method: 'post',
      path: '/voices/checks',
      tag,
      summary: 'What recordings are good for, without making a voice of them or keeping them',
      body: checkFormSchema,
      bodyType: 'multipart/form-data',
      responses: { 200: { description: 'What was heard', schema: cloneReportSchema } },
      async handle(request, response) {
        const gone = new AbortController();
        response.on('close', () => gone.abort());
        const received = { request, response, fields: { recordings: MOST_RECORDINGS } };
        await withReceived(services, received, async ({ recordings }) => {
          const paths = recordings.map(({ path }) => path);
          for (const path of paths) await probe(path, gone.signal);
          response.json(await inTurn(() => voices.check(paths, { signal: gone.signal })));
        });
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

interface ReceivedForm<Field extends string> {
  request: Request;
  response: Response;
  fields: Readonly<Record<Field, number>>;
}

/** Gives `use` the files of the request, under their names; afterwards they are gone. */
async function withReceived<Field extends string>(
  { files, config }: Services,
  { request, response, fields }: ReceivedForm<Field>,
  use: (received: Record<Field, ReceivedFile[]>) => Promise<void>,
): Promise<void> {
  const scratch = await files.scratch();
  try {
    const limits = { dir: scratch.path, maxBytes: config.maxUploadBytes };
    const received = await receiveFiles(request, response, { ...limits, fields });
    for (const field of Object.keys(fields) as Field[]) {
      received[field] = await Promise.all(
        received[field].map((file) => underItsName(file, scratch.path)),
      );
    }
    await use(received);
  } finally {
    await scratch.remove();
  }
}

function nameIn(request: Request): string | undefined {
  const { name } = request.body as { name?: unknown };
  return typeof name === 'string' && name.trim() ? name.trim().slice(0, 100) : undefined;
}

function sendImported(request: Request, response: Response, { voice, verdict }: VoiceImport): void {
  response.status(201).location(`${request.originalUrl}/${voice.id}`);
  response.json({ voice: voiceView(voice), verdict });
}

/** Messages name files, and a voice is called after its own. */
async function underItsName({ path, name }: ReceivedFile, dir: string): Promise<ReceivedFile> {
  const folder = join(dir, `${basename(path)}-named`);
  await mkdir(folder);
  const named = join(folder, toFileName(name));
  await rename(path, named);
  return { path: named, name };
}

/** Without the path of its file, which is nobody else's business. */
function voiceView(voice: Voice): VoiceView {
  const { file: _, ...view } = voice;
  return view;
}
