import { z } from 'zod';
import { instruments } from '../../instruments/catalogue.js';
import { INSTRUMENT_FAMILIES } from '../../instruments/instrument.js';
import { networkInstrument } from '../../instruments/neural/network-instruments.js';
import { createGate } from '../gate.js';
import { pathParameter } from '../parse-request.js';
import type { Route } from '../route.js';
import { idSchema } from '../schemas/id.js';
import { sendFile } from '../send-file.js';
import type { Services } from '../services.js';

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
    followsVoices: z.boolean().meta({
      description:
        'Whether a hum is played by a network moment by moment, rather than note by note',
    }),
    aliases: z.array(z.string()).meta({ description: 'Other words for it' }),
  })
  .meta({ id: 'Instrument' });

const instrumentListSchema = z
  .object({
    instruments: z.array(instrumentSchema),
    soundFont: z
      .string()
      .meta({ description: 'The SoundFont that sampled instruments are played from here' }),
  })
  .meta({ id: 'InstrumentList' });

/** What can be played on. */
export function instrumentRoutes({
  instruments: catalogue,
}: Pick<Services, 'instruments'>): Route[] {
  const inTurn = createGate(1);
  return [
    {
      method: 'get',
      path: '/instruments',
      tag: 'instruments',
      summary: 'The instruments',
      responses: { 200: { description: 'All of them', schema: instrumentListSchema } },
      async handle(_request, response) {
        const { name } = await catalogue.soundFont();
        const views = instruments.map(({ player: _, ...facts }) => ({
          ...facts,
          followsVoices: networkInstrument(facts.id) !== undefined,
        }));
        response.json({ instruments: views, soundFont: name });
      },
    },
    {
      method: 'get',
      path: '/instruments/{id}/preview',
      tag: 'instruments',
      summary: 'How an instrument sounds',
      params: idSchema,
      responses: { 200: { description: 'A few seconds', contentType: 'audio/*' } },
      async handle(request, response) {
        const id = pathParameter(request, 'id');
        const path = await inTurn(async () => catalogue.previewPath(id));
        await sendFile(response, path, { name: 'preview.wav' });
      },
    },
  ];
}
