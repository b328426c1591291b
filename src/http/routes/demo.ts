import { createGate } from '../gate.js';
import type { Route } from '../route.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';

/** The song that is here from the start; as a source it is `{demo: true}`. */
export function demoRoutes({ demoSong }: Pick<Services, 'demoSong'>): Route[] {
  // Browsers ask for parts of a song at once; only the first request should compose it.
  const inTurn = createGate(1);
  return [
    {
      method: 'get',
      path: '/demo',
      tag: 'demo',
      summary: 'The demo song',
      responses: { 200: { description: 'Composed by Canto', contentType: 'audio/*' } },
      async handle(_request, response) {
        const path = await inTurn(demoSong);
        await sendFile(response, path, { name: path });
      },
    },
  ];
}
