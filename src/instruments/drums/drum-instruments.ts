import type { InstrumentEntry } from '../entry.js';
import { DRUM_KITS } from './drum-kits.js';
import { kitPlayer } from './kit-player.js';

/** Kits whose drums are synthesised. */
export const drumInstruments: readonly InstrumentEntry[] = [
  entryOf('808-kit', '808 drum machine', [
    ...['808 drums', 'tr-808', 'trap drums', 'drum machine', 'hip-hop drums', 'electronic drums'],
  ]),
  entryOf('909-kit', '909 drum machine', [
    ...['909', '909 drums', 'tr-909', 'house drums', 'techno drums', 'four on the floor'],
  ]),
  entryOf('lofi-kit', 'Lo-fi drums', [
    'lo-fi drums',
    'lofi drums',
    'dusty drums',
    'boom bap drums',
  ]),
];

function entryOf(
  id: '808-kit' | '909-kit' | 'lofi-kit',
  name: string,
  aliases: readonly string[],
): InstrumentEntry {
  return {
    ...{ id, name, family: 'drums', kind: 'synthesiser', aliases },
    range: { lowest: 35, highest: 82 },
    player: () => kitPlayer(DRUM_KITS[id]),
  };
}
