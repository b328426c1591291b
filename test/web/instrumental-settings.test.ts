import { expect, it } from 'vitest';
import { instrumentalRequestSchema } from '../../src/studio/requests.js';
import {
  completeInstrumental,
  defaultInstrumental,
} from '../../web/src/state/instrumental-settings.js';

it('the page starts with the settings that the server takes for granted', () => {
  const request = { source: { demo: true }, instrument: defaultInstrumental.instrument };
  expect(instrumentalRequestSchema.parse(request)).toMatchObject(defaultInstrumental);
});

it('settings that were stored earlier are completed, and forget what is gone', () => {
  expect(completeInstrumental(undefined)).toEqual(defaultInstrumental);
  const stored = { snap: 0.5, gone: 1 };
  expect(completeInstrumental(stored)).toEqual({ ...defaultInstrumental, snap: 0.5 });
});
