import { z } from 'zod';
import { INSTRUMENT_FAMILIES } from '../../instruments/instrument.js';
import { networkInstruments } from '../../instruments/neural/network-instruments.js';
import type { Route } from '../route.js';

const instrumentSchema = z
  .object({
    id: z.string().meta({ description: 'What requests name as their instrument' }),
    name: z.string(),
    family: z.enum(INSTRUMENT_FAMILIES),
    kind: z
      .enum(['sampled', 'physical model', 'synthesiser', 'network'])
      .meta({ description: 'How it makes its sound' }),
    range: z
      .object({ lowest: z.number(), highest: z.number() })
      .meta({ description: 'MIDI numbers of what it can reach' }),
  })
  .meta({ id: 'Instrument' });

const instrumentListSchema = z
  .object({ instruments: z.array(instrumentSchema) })
  .meta({ id: 'InstrumentList' });

/** What can be played on. */
export function instrumentRoutes(): Route[] {
  return [
    {
      method: 'get',
      path: '/instruments',
      tag: 'instrumentals',
      summary: 'The instruments',
      responses: { 200: { description: 'All of them', schema: instrumentListSchema } },
      handle(_request, response) {
        const instruments = networkInstruments.map(({ index: _, ...about }) => ({
          ...about,
          kind: 'network',
        }));
        response.json({ instruments });
      },
    },
  ];
}
