import type { Command } from 'commander';
import { join } from 'node:path';
import { isOutputFile } from '../../audio/output-format.js';
import { separators } from '../../separation/separators.js';
import { separationJob } from '../../studio/job-kinds.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import type { QualityReport } from '../../quality/quality-report.js';
import { printReport } from '../print.js';
import { qualityAdvice } from '../quality-lines.js';
import { runJob, SourceArgument } from '../run-job.js';
import { prepareTarget, saveZip } from '../save-file.js';
import { withSharedOptions, withTuningOptions, type TuningOptions } from '../shared-options.js';

interface SeparateOptions extends SharedOptions, TuningOptions {
  output: string;
  stems?: number;
  engine?: string;
  model?: string;
  format?: string;
  zip?: string;
  seed?: number;
}

/** canto separate <file> -o DIR */
export function separateCommand(program: Command, context: CliContext): void {
  const command = program
    .command('separate <song>')
    .description('take a song apart: vocals and accompaniment, or four stems')
    .requiredOption('-o, --output <dir>', 'the folder for the stems')
    .option('--stems <2|4>', '2: vocals, accompaniment; 4: vocals, drums, bass, other', number)
    .option(
      '--engine <name>',
      `the separation engine: ${separators.map(({ id }) => id).join(', ')}`,
    )
    .option('--model <name>', 'the model for mdx or demucs: see `canto models list`')
    .option('--format <format>', 'wav, flac, mp3, m4a or opus (default: wav)')
    .option('--zip <file>', 'also write the stems as one zip');
  withSharedOptions(withTuningOptions(command)).action((song: string, options: SeparateOptions) =>
    separate(context, song, options),
  );
}

async function separate(
  context: CliContext,
  song: string,
  options: SeparateOptions,
): Promise<void> {
  await prepareTarget(join(options.output, 'vocals'));
  if (options.zip) await prepareTarget(options.zip);
  const { engine: separator, model: separatorModel, segment: segmentSeconds } = options;
  const { stems, overlap, shifts, format, seed } = options;
  await runJob(context, separationJob, {
    request: {
      source: new SourceArgument(song),
      ...{ stems, separator, separatorModel, overlap, segmentSeconds, shifts, format, seed },
    },
    options,
    async use({ result, seconds, save }) {
      const files = Object.entries(result.files)
        .filter(([name]) => isOutputFile(name))
        .map(([name, file]) => ({ ...file, name }));
      const paths: Record<string, string> = {};
      for (const { name } of files) {
        paths[name.replace(/\.[^.]+$/, '')] = await save(name, join(options.output, name));
      }
      const zip = options.zip && { zip: await saveZip(files, options.zip) };
      const report = result.report as { quality: QualityReport };
      printReport(
        { stems: paths, ...zip, seconds, steps: result.steps, ...report },
        {
          json: options.json,
          lines: [
            ...Object.entries({ ...paths, ...zip }).map((entry) => entry.join('  ')),
            ...qualityAdvice(report.quality),
          ],
        },
      );
    },
  });
}
