import type { Command } from 'commander';
import { instruments, openBand, requireInstrument } from '../../instruments/catalogue.js';
import { identifyFont } from '../../instruments/choose-font.js';
import { networkInstrument } from '../../instruments/neural/network-instruments.js';
import { planInstrumentPreview } from '../../studio/small-plans.js';
import {
  configFor,
  type CliContext,
  type OpenedCanto,
  type SharedOptions,
} from '../cli-context.js';
import { printReport, table } from '../print.js';
import { prepareTarget, saveFile } from '../save-file.js';
import { withCanto } from '../with-canto.js';

type PreviewOptions = SharedOptions & { output: string; signal: AbortSignal };

/** canto instruments [list] | preview NAME -o OUT */
export function instrumentsCommand(program: Command, context: CliContext): void {
  const command = program.command('instruments').description('what notes can be played on');
  command
    .command('list', { isDefault: true })
    .description('every instrument: its range, how it makes its sound, other words for it')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((options: SharedOptions) => list(context, options));
  command
    .command('preview <name>')
    .description('a few seconds of an instrument')
    .requiredOption('-o, --output <file>', 'the wav file')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'the data folder')
    .action((name: string, options: Omit<PreviewOptions, 'signal'>) =>
      withCanto(context, { ...options, signal: context.signal }, (canto, chosen) =>
        preview(canto, name, chosen),
      ),
    );
}

async function list(context: CliContext, { json, data }: SharedOptions): Promise<void> {
  const { name, path } = await openBand(configFor(context, { data })).font();
  const all = instruments.map(({ player: _, ...facts }) => facts);
  const rows = all.map(({ id, family, kind, range, name: called }) => [
    id,
    family,
    networkInstrument(id) ? `${kind}; hums: network` : kind,
    `${noteName(range.lowest)}–${noteName(range.highest)}`,
    called,
  ]);
  const lines = [...table(rows), '', `Sampled instruments are played from ${name} (${path}).`];
  printReport({ instruments: all, soundFont: { name, path } }, { json, lines });
}

async function preview(
  canto: OpenedCanto,
  name: string,
  { output, json, signal }: PreviewOptions,
): Promise<void> {
  const instrument = requireInstrument(name);
  await prepareTarget(output);
  const plan = planInstrumentPreview(instrument, await identifyFont(canto.config.soundFont));
  const path = await canto.run(plan, { signal }, ({ files }) =>
    saveFile(files['preview.wav'].path, output),
  );
  printReport(
    { instrument: instrument.id, output: path },
    { json, lines: [`${instrument.name}: ${path}`] },
  );
}

const NOTE_NAMES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** Middle C, 60, is C4. */
function noteName(midi: number): string {
  return `${NOTE_NAMES[midi % 12]}${Math.floor(midi / 12) - 1}`;
}
