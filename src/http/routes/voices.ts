import type { Voice } from '../../voices/voice.js';
import { createGate } from '../gate.js';
import { pathParameter } from '../parse-request.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import { voiceListSchema, voiceSchema, type VoiceView } from '../schemas/voice.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';

/** The voices to choose from. */
export function voiceRoutes({ voices }: Services): Route[] {
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
        await sendFile(response, path, { name: path });
      },
    },
  ];
}

/** Without the path of its file, which is nobody else's business. */
function voiceView(voice: Voice): VoiceView {
  const { id, name, description, language, engine, origin, provenance, range, sha256 } = voice;
  return { id, name, description, language, engine, origin, provenance, range, sha256 };
}
