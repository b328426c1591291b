import type { Instrument } from '../instrument.js';

/** What the network has learned to play, by the catalogue's ids. */
export interface NetworkInstrument extends Pick<Instrument, 'id' | 'range'> {
  /** Its place among the network's instruments. */
  index: number;
}

/** In the order of `scripts/train/instruments/notes.py`; ranges are those of the recordings. */
export const networkInstruments: readonly NetworkInstrument[] = [
  { id: 'cello', range: { lowest: 36, highest: 84 }, index: 0 },
  { id: 'flute', range: { lowest: 60, highest: 95 }, index: 1 },
  { id: 'soprano-sax', range: { lowest: 56, highest: 88 }, index: 2 },
  { id: 'alto-sax', range: { lowest: 49, highest: 81 }, index: 3 },
  { id: 'tenor-sax', range: { lowest: 44, highest: 76 }, index: 4 },
  { id: 'baritone-sax', range: { lowest: 36, highest: 69 }, index: 5 },
];

/** How the network plays the instrument of that id, if it has learned to. */
export function networkInstrument(id: string): NetworkInstrument | undefined {
  return networkInstruments.find((instrument) => instrument.id === id);
}
