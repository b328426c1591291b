import type { Command } from 'commander';
import { outputFormatOf } from '../../audio/output-format.js';
import { listeners } from '../../instruments/listening/listeners.js';
import { instrumentalJob } from '../../studio/job-kinds.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { autoOrNumber, number } from '../option-parsers.js';
import { printReport } from '../print.js';
import { runJob, SourceArgument } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import { withSharedOptions } from '../shared-options.js';

interface InstrumentOptions extends SharedOptions {
  instrument: string;
  output: string;
  midi?: string;
  musicxml?: string;
  transpose?: number | 'auto';
  snap?: number;
  key?: string;
  bpm?: number;
  grid?: number;
  backing?: string;
  engine?: string;
  pitchEngine?: string;
  seed?: number;
}

/** canto instrument <hum> --instrument NAME -o OUT */
export function instrumentCommand(program: Command, context: CliContext): void {
  const command = program
    .command('instrument <hum>')
    .description('let an instrument play what somebody hums, sings, whistles or beatboxes')
    .requiredOption('--instrument <name>', 'one of `canto instruments`')
    .requiredOption('-o, --output <file>', 'the result: .wav .flac .mp3 .m4a .opus')
    .option('--midi <file>', 'also write the notes as MIDI, with their bends')
    .option('--musicxml <file>', 'also write the notes as MusicXML')
    .option('--transpose <semitones>', 'auto (octaves into the range), or semitones', autoOrNumber)
    .option('--snap <0…100>', 'draw notes to the key, by so many per cent of the way', number)
    .option('--key <name>', '"A minor"; auto (default): the key that fits best; chromatic')
    .option('--grid <0…100>', 'draw beginnings of notes to sixteenths, by so many per cent', number)
    .option('--bpm <n>', 'the tempo of the grid and of the written notes (default: 120)', number)
    .option(
      '--backing <song>',
      'music to play along with: fitted to its key and beat, and mixed in',
    )
    .option('--engine <name>', `what listens: ${listeners.map(({ id }) => id).join(', ')}`)
    .option('--pitch-engine <name>', 'the pitch tracker: pyin, swift-f0 or rmvpe');
  withSharedOptions(command).action((hum: string, options: InstrumentOptions) =>
    instrument(context, hum, options),
  );
}

async function instrument(
  context: CliContext,
  hum: string,
  options: InstrumentOptions,
): Promise<void> {
  const { output, midi, musicxml, backing } = options;
  for (const target of [output, midi, musicxml]) if (target) await prepareTarget(target);
  const format = outputFormatOf(output);
  await runJob(context, instrumentalJob, {
    request: {
      source: new SourceArgument(hum),
      backing: backing === undefined ? undefined : new SourceArgument(backing),
      ...requestOf(options, format),
    },
    options,
    async use({ result, seconds, save }) {
      const files = {
        output: await save(`${backing === undefined ? 'instrumental' : 'mix'}.${format}`, output),
        ...(midi && { midi: await save('melody.mid', midi) }),
        ...(musicxml && { musicxml: await save('melody.musicxml', musicxml) }),
      };
      const report = result.report as { [key: string]: unknown };
      printReport(
        { ...files, seconds, steps: result.steps, ...report },
        { json: options.json, lines: Object.entries(files).map((entry) => entry.join('  ')) },
      );
    },
  });
}

function requestOf(options: InstrumentOptions, format: string) {
  const { instrument, transpose, snap, key, bpm, grid, engine, pitchEngine, seed } = options;
  const share = (percent: number | undefined) => percent && percent / 100;
  return {
    ...{ instrument, transpose, snap: share(snap), key, bpm, grid: share(grid) },
    ...{ engine, pitchEngine, format, seed },
  };
}
