#!/usr/bin/env node
import { once } from 'node:events';
import { loadConfig, type Config } from '../config.js';
import type { CliContext } from '../cli/cli-context.js';
import { runCommandLine } from '../cli/program.js';
import { toErrorRecord } from '../errors.js';
import { version } from '../version.js';
import { openCanto } from './open-canto.js';

/** Main of the command line. */

/** After the first Ctrl-C the work is stopped in order; a second one ends the process at once. */
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    process.once(signal, () => process.exit(130));
    controller.abort();
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    const { message, hint } = toErrorRecord(error);
    console.error(`canto: ${message}\n       ${hint ?? ''}`);
    return 2;
  }
  const context: CliContext = { config, open: openCanto, serve, signal: controller.signal };
  return runCommandLine(process.argv.slice(2), version, context);
}

async function serve(
  config: Config,
  { signal, onReady }: { signal: AbortSignal; onReady: (url: string) => void },
): Promise<void> {
  // The HTTP stack is loaded by the one command that needs it.
  const server = await (await import('./serve.js')).serve(config);
  onReady(server.url);
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
}
