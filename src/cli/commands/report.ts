import type { Command } from 'commander';
import type { QualityReport } from '../../quality/quality-report.js';
import { reportJob } from '../../studio/job-kinds.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import { printReport } from '../print.js';
import { qualityTable } from '../quality-lines.js';
import { runJob, SourceArgument } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import { withSharedOptions } from '../shared-options.js';

interface ReportOptions extends SharedOptions {
  output?: string;
  lufs?: number;
  ceiling?: number;
}

/** canto report <file> */
export function reportCommand(program: Command, context: CliContext): void {
  const command = program
    .command('report <recording>')
    .description('measure a recording: loudness, peaks, spectrum, stereo; and what would help')
    .option('-o, --output <picture>', 'also draw it: a .png')
    .option('--lufs <LUFS>', 'the loudness that advice is about (default: -14)', number)
    .option('--ceiling <dBTP>', 'the true peak that advice is about (default: -1)', number);
  withSharedOptions(command).action((recording: string, options: ReportOptions) =>
    report(context, recording, options),
  );
}

async function report(
  context: CliContext,
  recording: string,
  options: ReportOptions,
): Promise<void> {
  if (options.output) await prepareTarget(options.output);
  const { lufs: targetLufs, ceiling: ceilingDbtp } = options;
  await runJob(context, reportJob, {
    request: { source: new SourceArgument(recording), targetLufs, ceilingDbtp },
    options,
    async use({ result, seconds, save }) {
      const picture = options.output && { picture: await save('report.png', options.output) };
      const made = result.report as { [key: string]: unknown } & { quality: QualityReport };
      printReport(
        { ...picture, seconds, steps: result.steps, ...made },
        { json: options.json, lines: qualityTable(made.quality) },
      );
    },
  });
}
