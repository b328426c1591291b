import { z } from 'zod';
import type { Route } from '../route.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';

const demoSchema = z
  .object({
    title: z.string(),
    durationSeconds: z.number(),
    peaks: z.array(z.number()).meta({ description: 'For a waveform, 0…1' }),
  })
  .meta({ id: 'DemoSong' });

/** The song that is here from the start; as a source it is `{demo: true}`. */
export function demoRoutes({ demoSong }: Pick<Services, 'demoSong'>): Route[] {
  const tag = 'demo';
  return [
    {
      method: 'get',
      path: '/demo',
      tag,
      summary: 'The demo song',
      responses: { 200: { description: 'Composed by Canto', contentType: 'audio/*' } },
      async handle(_request, response) {
        const { path } = await demoSong();
        await sendFile(response, path, { name: path });
      },
    },
    {
      method: 'get',
      path: '/demo/about',
      tag,
      summary: 'What the demo song is called, and its shape',
      responses: { 200: { description: 'The song', schema: demoSchema } },
      async handle(_request, response) {
        const { path: _, ...about } = await demoSong();
        response.json(about);
      },
    },
  ];
}
