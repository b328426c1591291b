import type { Command } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { outputFormatOf } from '../../audio/output-format.js';
import { InputError } from '../../errors.js';
import type { QualityReport } from '../../quality/quality-report.js';
import { mixJob } from '../../studio/job-kinds.js';
import { parseSession, type Session } from '../../studio/session-file.js';
import { writeWhole } from '../../write-whole.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import { printReport } from '../print.js';
import { qualityAdvice } from '../quality-lines.js';
import { runJob, SourceArgument } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import { withSharedOptions } from '../shared-options.js';

interface MixOptions extends SharedOptions {
  output: string;
  preset?: string;
  amount?: number;
  style?: string;
  bpm?: number;
  role?: string[];
  sessionOut?: string;
  lufs?: number;
  ceiling?: number;
  seed?: number;
}

/** A stem of the command line. */
interface StemArgument {
  file: string;
  name: string;
  role?: string;
}

/** canto mix <stems… or session.json> -o OUT */
export function mixCommand(program: Command, context: CliContext): void {
  const command = program
    .command('mix <stems...>')
    .description('mix stems by ear, or as a session.json says, and master the mix')
    .requiredOption('-o, --output <file>', 'the mix: .wav .flac .mp3 .m4a .opus')
    .option('--preset <name>', 'natural, pop (default), intimate, club, lo-fi or podcast')
    .option(
      '--amount <0…1>',
      'how far to go: 0 leaves the stems as they are (default: 0.7)',
      number,
    )
    .option('--style <words>', 'the style, such as "synthwave": the spectrum follows its genre')
    .option('--bpm <n>', 'the tempo, which echoes follow (default: 120)', number)
    .option('--role <stem=role...>', 'lead, backing, drums, bass … where the name does not tell')
    .option('--session-out <file>', 'the mix as a session.json, to edit and render again')
    .option('--lufs <LUFS>', "integrated loudness (default: the preset's)", number)
    .option('--ceiling <dBTP>', 'true peak (default: -1)', number);
  withSharedOptions(command).action((stems: string[], options: MixOptions) =>
    mix(context, stems, options),
  );
}

async function mix(context: CliContext, given: string[], options: MixOptions): Promise<void> {
  const { output: target, sessionOut, lufs: targetLufs, ceiling: ceilingDbtp, seed } = options;
  await prepareTarget(target);
  if (sessionOut) await prepareTarget(sessionOut);
  const format = outputFormatOf(target);
  const { stems, session } = await readArguments(given, options);
  const { preset, amount, style, bpm } = options;
  await runJob(context, mixJob, {
    request: {
      stems: stems.map(({ file, name, role }) => ({
        source: new SourceArgument(file),
        name,
        role,
      })),
      ...(session ? { session } : { preset, amount, style, bpm }),
      ...{ targetLufs, ceilingDbtp, format, seed },
    },
    options,
    async use({ result, seconds, save }) {
      const output = await save(`mix.${format}`, target);
      const made = result.report as {
        loudness: { integratedLufs: number; truePeakDbtp: number };
        quality: QualityReport;
      };
      if (sessionOut) await saveSession(result.files['session.json'].path, sessionOut, stems);
      const { integratedLufs, truePeakDbtp } = made.loudness;
      const measured = `${integratedLufs.toFixed(1)} LUFS, ${truePeakDbtp.toFixed(1)} dBTP`;
      printReport(
        {
          output,
          ...(sessionOut && { session: resolve(sessionOut) }),
          seconds,
          steps: result.steps,
          ...made,
        },
        {
          json: options.json,
          lines: [`The mix lies at ${output} (${measured})`, ...qualityAdvice(made.quality)],
        },
      );
    },
  });
}

/** The stems, or the session and the stems that it names. */
async function readArguments(
  given: readonly string[],
  { role = [] }: MixOptions,
): Promise<{ stems: StemArgument[]; session?: Session }> {
  const [first] = given;
  if (given.length === 1 && extname(first).toLowerCase() === '.json') return readSession(first);
  const roles = new Map(role.map((each) => splitRole(each)));
  const stems = given.map((file, n) => {
    const name = uniqueName(given, n);
    return { file, name, role: roles.get(name) };
  });
  const unknown = [...roles.keys()].find((name) => !stems.some((stem) => stem.name === name));
  if (unknown !== undefined) {
    throw new InputError('no-such-stem', `--role names '${unknown}', which is no stem`, {
      hint: `The stems are ${stems.map(({ name }) => `'${name}'`).join(', ')}.`,
    });
  }
  return { stems };
}

function splitRole(text: string): [name: string, role: string] {
  const at = text.lastIndexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new InputError('bad-settings', `--role wants STEM=ROLE, not '${text}'`, {
    hint: 'Such as --role "take 3=lead".',
  });
}

function uniqueName(files: readonly string[], n: number): string {
  const nameOf = (file: string) => basename(file, extname(file)).slice(0, 90);
  const name = nameOf(files[n]);
  const before = files.slice(0, n).filter((file) => nameOf(file) === name).length;
  return before === 0 ? name : `${name} ${before + 1}`;
}

async function readSession(path: string): Promise<{ stems: StemArgument[]; session: Session }> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InputError('no-such-file', `can't read the session '${path}'`, {
      hint: 'Give the path of a session.json, or of stems.',
      cause,
    });
  });
  const session = parseSession(text, path);
  const stems = session.tracks.map(({ name, role, file }) => {
    if (file) return { file: resolve(dirname(path), file), name, role };
    throw new InputError('no-such-file', `the track '${name}' of '${path}' names no file`, {
      hint: 'Write "file": "NAME.wav" into the track, seen from the session.',
    });
  });
  return { stems, session };
}

/** Writes the session with the places of its stems, as seen from it. */
async function saveSession(
  made: string,
  target: string,
  stems: readonly StemArgument[],
): Promise<void> {
  const session = parseSession(await readFile(made, 'utf8'), made);
  const places = new Map(stems.map(({ name, file }) => [name, file]));
  const folder = dirname(resolve(target));
  const tracks = session.tracks.map(({ name, ...track }) => {
    const file = places.get(name);
    return { name, ...(file && { file: relative(folder, resolve(file)) }), ...track };
  });
  const text = `${JSON.stringify({ ...session, tracks }, null, 2)}\n`;
  await writeWhole(join(folder, basename(target)), (partial) => writeFile(partial, text));
}
