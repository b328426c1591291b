import type { Command } from 'commander';
import { outputFormatOf } from '../../audio/output-format.js';
import { conversionJob } from '../../studio/job-kinds.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import type { QualityReport } from '../../quality/quality-report.js';
import { printReport } from '../print.js';
import { qualityAdvice } from '../quality-lines.js';
import { runJob, SourceArgument } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import {
  voiceRequest,
  withSharedOptions,
  withVoiceOptions,
  type VoiceOptions,
} from '../shared-options.js';

interface ConvertOptions extends SharedOptions, VoiceOptions {
  output: string;
  seed?: number;
}

/** canto convert <vocal file> --voice NAME -o OUT */
export function convertCommand(program: Command, context: CliContext): void {
  const command = program
    .command('convert <vocal>')
    .description('sing an unaccompanied vocal with another voice')
    .requiredOption('-o, --output <file>', 'the result: .wav .flac .mp3 .m4a .opus');
  withSharedOptions(withVoiceOptions(command)).action((vocal: string, options: ConvertOptions) =>
    convert(context, vocal, options),
  );
}

async function convert(context: CliContext, vocal: string, options: ConvertOptions): Promise<void> {
  await prepareTarget(options.output);
  const format = outputFormatOf(options.output);
  await runJob(context, conversionJob, {
    request: {
      source: new SourceArgument(vocal),
      ...voiceRequest(options),
      seed: options.seed,
      format,
    },
    options,
    async use({ result, seconds, save }) {
      const output = await save(`converted.${format}`, options.output);
      const report = result.report as { quality: QualityReport };
      printReport(
        { output, seconds, steps: result.steps, ...report },
        {
          json: options.json,
          lines: [`The converted voice lies at ${output}`, ...qualityAdvice(report.quality)],
        },
      );
    },
  });
}
