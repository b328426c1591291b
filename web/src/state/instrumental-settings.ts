import type { InstrumentalRequest } from '../../../src/studio/requests.js';

/** What can be set of an instrumental, besides the hum. */
export type InstrumentalSettings = Pick<
  InstrumentalRequest,
  'instrument' | 'transpose' | 'key' | 'snap' | 'bpm' | 'grid' | 'format'
>;

/** The same as the server's (a test compares them), but for the instrument, which the server leaves open. */
export const defaultInstrumental: InstrumentalSettings = {
  instrument: 'cello',
  transpose: 'auto',
  key: 'auto',
  snap: 0,
  bpm: 120,
  grid: 0,
  format: 'wav',
};

/** Settings as they were stored by any earlier version of the page, completed with defaults. */
export function completeInstrumental(stored: unknown): InstrumentalSettings {
  const known = Object.keys(defaultInstrumental) as (keyof InstrumentalSettings)[];
  const given = Object.entries((stored ?? {}) as Partial<InstrumentalSettings>).filter(
    ([name, value]) => known.some((key) => key === name) && value !== undefined,
  );
  return { ...defaultInstrumental, ...Object.fromEntries(given) };
}
