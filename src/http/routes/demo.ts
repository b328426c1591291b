import type { Route } from '../route.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';

/** The song that is here from the start; as a source it is `{demo: true}`. */
export function demoRoutes({ demoSong }: Pick<Services, 'demoSong'>): Route[] {
  return [
    {
      method: 'get',
      path: '/demo',
      tag: 'demo',
      summary: 'The demo song',
      responses: { 200: { description: 'Composed by Canto', contentType: 'audio/*' } },
      async handle(_request, response) {
        const path = await demoSong();
        await sendFile(response, path, { name: path });
      },
    },
  ];
}
