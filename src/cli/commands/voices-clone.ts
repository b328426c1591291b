import type { Command } from 'commander';
import { InputError } from '../../errors.js';
import { cloneRequestSchema, type CloneRequest } from '../../studio/cloning.js';
import { cloneFromFiles, type CloneResult } from '../../studio/new-voices.js';
import { findingInWords } from '../../voices/clone/finding.js';
import type { CliContext, OpenedCanto, SharedOptions } from '../cli-context.js';
import { existingFiles } from '../existing-files.js';
import { printReport } from '../print.js';
import { createProgressReporter } from '../progress-line.js';
import { withCanto } from '../with-canto.js';

interface CloneOptions extends SharedOptions {
  consent: string;
  language?: string;
  description?: string;
  licence?: string;
  keepRecordings?: boolean;
}

/** canto voices clone NAME RECORDING… --consent "…" */
export function cloneCommand(voices: Command, context: CliContext): void {
  voices
    .command('clone <name> <recordings...>')
    .description('your voice, from ten seconds to ten minutes of recordings of it alone')
    .requiredOption(
      '--consent <text>',
      'in your own words: that this voice may be cloned, and by whom',
    )
    .option('--language <tag>', 'what is spoken in the recordings: en, de, …')
    .option('--description <text>', 'a sentence for the library')
    .option('--licence <name>', 'what others may do with the voice (default: private)')
    .option('--keep-recordings', 'keep the recordings beside the voice, in the data folder')
    .option('--json', 'print one JSON report on stdout')
    .option('--quiet', 'no progress on stderr')
    .option('--data <dir>', 'the data folder')
    .action((name: string, recordings: string[], options: CloneOptions) =>
      withCanto(context, options, (canto) =>
        clone(canto, { name, recordings, options, signal: context.signal }),
      ),
    );
}

interface CloneCall {
  name: string;
  recordings: string[];
  options: CloneOptions;
  signal: AbortSignal;
}

async function clone(
  { config, voices, execute, data }: OpenedCanto,
  { name, recordings, options, signal }: CloneCall,
): Promise<void> {
  const request = parseRequest(name, options);
  const paths = await existingFiles(recordings);
  const progress = createProgressReporter({ quiet: options.quiet === true });
  const started = performance.now();
  const result = await cloneFromFiles(paths, request, {
    ...{ config, voices, execute, files: data.files },
    signal,
    onProgress: (fraction) => progress.update({ stage: 'Listening to the recordings', fraction }),
  }).finally(() => progress.stop());
  const seconds = Math.round(performance.now() - started) / 1000;
  printReport(
    { voice: result.voice, seconds, ...result.report },
    { json: options.json, lines: linesOf(result, seconds) },
  );
}

function parseRequest(name: string, options: CloneOptions): CloneRequest {
  const { consent, language, description, licence, keepRecordings } = options;
  const given = { name, consent, language, description, licence, keepRecordings };
  const parsed = cloneRequestSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError('bad-settings', `${path.join('.')}: ${message}`, {
    hint: 'See `canto help voices clone`.',
  });
}

function linesOf({ voice, report }: CloneResult, seconds: number): string[] {
  const { lowHz, highHz } = voice.range;
  return [
    `'${voice.id}' is in the library: canto cover song.mp3 --voice ${voice.id} -o cover.wav`,
    `  from ${report.voicedSeconds} s of voice, in ${seconds.toFixed(1)} s; sings ${Math.round(lowHz)}–${Math.round(highHz)} Hz`,
    ...report.findings.map((finding) => `  ${findingInWords(finding)}`),
  ];
}
