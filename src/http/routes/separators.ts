import { z } from 'zod';
import { usableSeparators } from '../../studio/engines.js';
import type { Route } from '../route.js';
import type { Services } from '../services.js';

const separatorSchema = z
  .object({
    id: z.string().meta({ description: 'What requests name as their separator' }),
    title: z.string(),
    stemCounts: z.array(z.number().int()).meta({ description: 'How many stems it can make' }),
  })
  .meta({ id: 'Separator' });

const separatorListSchema = z
  .object({ separators: z.array(separatorSchema) })
  .meta({ id: 'SeparatorList' });

/** The engines to choose from for taking songs apart. */
export function separatorRoutes({ models }: Pick<Services, 'models'>): Route[] {
  return [
    {
      method: 'get',
      path: '/separators',
      tag: 'separations',
      summary: 'The separation engines that can work here, the default first',
      responses: { 200: { description: 'The engines', schema: separatorListSchema } },
      async handle(_request, response) {
        const separators = usableSeparators(await models.list());
        const views = separators.map(({ id, title, stemCounts }) => ({ id, title, stemCounts }));
        response.json({ separators: views });
      },
    },
  ];
}
