import { Command, CommanderError } from 'commander';
import { toErrorRecord } from '../errors.js';
import type { CliContext } from './cli-context.js';
import { convertCommand } from './commands/convert.js';
import { coverCommand } from './commands/cover.js';
import { doctorCommand } from './commands/doctor.js';
import { instrumentCommand } from './commands/instrument.js';
import { instrumentsCommand } from './commands/instruments.js';
import { masterCommand } from './commands/master.js';
import { mixCommand } from './commands/mix.js';
import { modelsCommand } from './commands/models.js';
import { reportCommand } from './commands/report.js';
import { separateCommand } from './commands/separate.js';
import { serveCommand } from './commands/serve.js';
import { songCommand } from './commands/song.js';
import { voicesCommand } from './commands/voices.js';
import { exitCodeOf } from './exit-code.js';

const commands = [
  serveCommand,
  coverCommand,
  songCommand,
  separateCommand,
  convertCommand,
  instrumentCommand,
  instrumentsCommand,
  mixCommand,
  masterCommand,
  reportCommand,
  voicesCommand,
  modelsCommand,
  doctorCommand,
];

/** Runs one command line.
 *  @param argv without node and script
 *  @returns the exit code: 0 done, 1 our fault, 2 bad input or usage, 3 something is missing,
 *  130 cancelled */
export async function runCommandLine(
  argv: readonly string[],
  version: string,
  context: CliContext,
): Promise<number> {
  const program = new Command('canto')
    .description('Canto: AI covers, voices and mastering on your own machine')
    .version(version)
    .exitOverride();
  for (const add of commands) add(program, context);
  inherit(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, { json: argv.includes('--json') });
  }
}

/** Sub-commands made before `exitOverride` don't have it. */
function inherit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(inherit);
}

function report(error: unknown, { json }: { json: boolean }): number {
  // Commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodeOf('input');
  const record = toErrorRecord(error);
  const { kind, code, message, hint } = record;
  if (json) console.log(JSON.stringify({ error: { code, message, ...(hint && { hint }) } }));
  console.error(`canto: ${message}${hint ? `\n       ${hint}` : ''}`);
  if (code === 'internal' || code === 'step-crashed') console.error(record.details ?? error);
  return exitCodeOf(kind);
}
