import { afterAll, beforeAll, expect, it } from 'vitest';
import { networkInstruments } from '../../src/instruments/neural/network-instruments.js';
import { startService, type TestService } from './support/start-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

it('GET /instruments names what hums can be played on, and how it makes its sound', async () => {
  const response = await fetch(`${service.api}/instruments`);
  const { instruments } = (await response.json()) as { instruments: { id: string }[] };
  expect(instruments.map(({ id }) => id)).toEqual(
    expect.arrayContaining(networkInstruments.map(({ id }) => id)),
  );
  expect(instruments).toContainEqual({
    id: 'flute',
    name: 'Flute',
    family: 'wind',
    kind: 'network',
    range: { lowest: 60, highest: 95 },
  });
});
