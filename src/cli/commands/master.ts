import type { Command } from 'commander';
import { outputFormatOf } from '../../audio/output-format.js';
import { masterJob } from '../../studio/job-kinds.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import type { QualityReport } from '../../quality/quality-report.js';
import { printReport } from '../print.js';
import { qualityAdvice } from '../quality-lines.js';
import { runJob, SourceArgument } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import { withSharedOptions } from '../shared-options.js';

interface MasterOptions extends SharedOptions {
  output: string;
  preset?: string;
  reference?: string;
  amount?: number;
  style?: string;
  bits?: number;
  lufs?: number;
  ceiling?: number;
  seed?: number;
}

/** canto master <file> -o OUT */
export function masterCommand(program: Command, context: CliContext): void {
  const command = program
    .command('master <mix>')
    .description('bring a finished mix to release loudness')
    .requiredOption('-o, --output <file>', 'the master: .wav .flac .mp3 .m4a .opus')
    .option(
      '--preset <name>',
      'what it is for: spotify (default), apple, youtube, tidal, deezer, amazon, soundcloud, podcast, broadcast, cd or club',
    )
    .option('--reference <file>', 'a track to be like: in spectrum, loudness, dynamics and width')
    .option(
      '--amount <0…1>',
      'equalizing and compression beside the limiter (default: 0.5)',
      number,
    )
    .option('--style <words>', 'the style, such as "synthwave": the spectrum follows its genre')
    .option('--lufs <LUFS>', "integrated loudness (default: the preset's)", number)
    .option('--ceiling <dBTP>', "true peak (default: the preset's)", number)
    .option('--bits <16|24|32>', 'of a wav file: 16 is dithered (default: 24)', number);
  withSharedOptions(command).action((mix: string, options: MasterOptions) =>
    master(context, mix, options),
  );
}

async function master(context: CliContext, mix: string, options: MasterOptions): Promise<void> {
  await prepareTarget(options.output);
  const format = outputFormatOf(options.output);
  const { reference, lufs: targetLufs, ceiling: ceilingDbtp, bits: bitDepth } = options;
  const { preset, amount, style, seed } = options;
  await runJob(context, masterJob, {
    request: {
      source: new SourceArgument(mix),
      reference: reference === undefined ? undefined : new SourceArgument(reference),
      ...{ preset, amount, style, targetLufs, ceilingDbtp, format, bitDepth, seed },
    },
    options,
    async use({ result, seconds, save }) {
      const output = await save(`master.${format}`, options.output);
      const { quality, ...loudness } = result.report as {
        integratedLufs: number;
        truePeakDbtp: number;
        quality: QualityReport;
      };
      const measured = `${loudness.integratedLufs.toFixed(1)} LUFS, ${loudness.truePeakDbtp.toFixed(1)} dBTP`;
      printReport(
        { output, seconds, steps: result.steps, loudness, quality },
        {
          json: options.json,
          lines: [`The master lies at ${output} (${measured})`, ...qualityAdvice(quality)],
        },
      );
    },
  });
}
