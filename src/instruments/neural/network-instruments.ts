import type { Instrument } from '../instrument.js';

/** What the network has learned to play. */
export interface NetworkInstrument extends Pick<Instrument, 'id' | 'name' | 'family' | 'range'> {
  /** Its place among the network's instruments. */
  index: number;
}

/** How many instruments the network knows. */
export const NETWORK_INSTRUMENTS = 6;

/** In the order of `scripts/train/instruments/notes.py`; ranges are those of the recordings. */
export const networkInstruments: readonly NetworkInstrument[] = [
  { id: 'cello', name: 'Cello', family: 'strings', range: { lowest: 36, highest: 84 }, index: 0 },
  { id: 'flute', name: 'Flute', family: 'wind', range: { lowest: 60, highest: 95 }, index: 1 },
  ...saxophones(),
];

function saxophones(): NetworkInstrument[] {
  const ranges = [
    ['soprano', 56, 88],
    ['alto', 49, 81],
    ['tenor', 44, 76],
    ['baritone', 36, 69],
  ] as const;
  return ranges.map(([size, lowest, highest], n) => ({
    id: `${size}-sax`,
    name: `${size[0].toUpperCase()}${size.slice(1)} saxophone`,
    family: 'wind',
    range: { lowest, highest },
    index: 2 + n,
  }));
}
