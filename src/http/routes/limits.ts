import { z } from 'zod';
import type { Route } from '../route.js';
import type { Services } from '../services.js';

const limitsSchema = z
  .object({
    version: z.string().meta({ description: 'Of Canto' }),
    maxUploadBytes: z.number().int(),
    maxDurationSeconds: z
      .number()
      .meta({ description: 'Of a song that is sung, mixed or mastered' }),
    maxSeparationSeconds: z.number().meta({ description: 'Of one that is only taken apart' }),
  })
  .meta({ id: 'Limits' });

/** How large a song this installation takes. */
export function limitsRoutes({ config, version }: Pick<Services, 'config' | 'version'>): Route[] {
  return [
    {
      method: 'get',
      path: '/limits',
      tag: 'operations',
      summary: 'How large a song may be',
      responses: { 200: { description: 'The limits', schema: limitsSchema } },
      handle(_request, response) {
        const { maxUploadBytes, maxDurationSeconds, maxSeparationSeconds } = config;
        response.json({ version, maxUploadBytes, maxDurationSeconds, maxSeparationSeconds });
      },
    },
  ];
}
