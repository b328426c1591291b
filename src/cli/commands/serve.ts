import type { Command } from 'commander';
import { configFor, type CliContext, type SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';

interface ServeOptions extends SharedOptions {
  port?: number;
  host?: string;
}

/** canto serve */
export function serveCommand(program: Command, context: CliContext): void {
  program
    .command('serve')
    .description('the studio: the service and its web page')
    .option('--port <n>', 'default: CANTO_PORT, or 3000; 0 takes any free one', number)
    .option('--host <address>', 'default: CANTO_HOST, or 127.0.0.1 (this machine only)')
    .option('--data <dir>', 'the data folder (default: CANTO_DATA, or ~/.canto)')
    .action(({ port, host, ...options }: ServeOptions) => {
      const config = {
        ...configFor(context, options),
        ...(port !== undefined && { port }),
        ...(host !== undefined && { host }),
      };
      return context.serve(config, {
        signal: context.signal,
        onReady: (url) => console.log(`The studio is open at ${url}`),
      });
    });
}
