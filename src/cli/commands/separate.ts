import type { Command } from 'commander';
import { join } from 'node:path';
import { separators } from '../../separation/separators.js';
import { separationJob } from '../../studio/job-kinds.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import { printReport } from '../print.js';
import { runJob } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import { withSharedOptions, withTuningOptions, type TuningOptions } from '../shared-options.js';

interface SeparateOptions extends SharedOptions, TuningOptions {
  output: string;
  stems?: number;
  engine?: string;
  model?: string;
  format?: string;
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
    .option('--format <format>', 'wav, flac, mp3, m4a or opus (default: wav)');
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
  const { engine: separator, model: separatorModel, segment: segmentSeconds } = options;
  const { stems, overlap, shifts, format, seed } = options;
  await runJob(context, separationJob, {
    source: song,
    request: { stems, separator, separatorModel, overlap, segmentSeconds, shifts, format, seed },
    options,
    async use({ result, seconds, save }) {
      const paths: Record<string, string> = {};
      for (const name of Object.keys(result.files)) {
        paths[name.replace(/\.[^.]+$/, '')] = await save(name, join(options.output, name));
      }
      const report = result.report as { [key: string]: unknown };
      printReport(
        { stems: paths, seconds, steps: result.steps, ...report },
        { json: options.json, lines: Object.entries(paths).map((entry) => entry.join('  ')) },
      );
    },
  });
}
