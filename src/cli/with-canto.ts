import { configFor, type CliContext, type OpenedCanto, type SharedOptions } from './cli-context.js';

/** Runs `action` on the installation that `options` name, opened for its time. */
export async function withCanto<Options extends SharedOptions>(
  context: CliContext,
  options: Options,
  action: (canto: OpenedCanto, options: Options) => Promise<void>,
): Promise<void> {
  const canto = await context.open(configFor(context, options));
  try {
    await action(canto, options);
  } finally {
    canto.close();
  }
}
