import type { Command } from 'commander';
import { networkInstruments } from '../../instruments/neural/network-instruments.js';
import { pitchClassName } from '../../score/pitch-names.js';
import { printReport, table } from '../print.js';

/** canto instruments */
export function instrumentsCommand(program: Command): void {
  program
    .command('instruments')
    .description('what hums and songs can be played on')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => {
      const instruments = networkInstruments.map(({ index: _, ...about }) => ({
        ...about,
        kind: 'network',
      }));
      const rows = instruments.map(({ id, name, family, kind, range }) => [
        ...[id, name, family, kind],
        `${noteName(range.lowest)} to ${noteName(range.highest)}`,
      ]);
      printReport({ instruments }, { json, lines: table(rows) });
    });
}

/** "C4", "Eb2". */
function noteName(midi: number): string {
  return `${pitchClassName(midi, true)}${Math.floor(midi / 12) - 1}`;
}
