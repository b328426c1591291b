import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What `command` prints on stdout when run with `args`, such as the version of a program that may
 *  not be installed.
 *  @param command a path, or a name that the PATH knows
 *  @returns undefined when there is no such program, or it fails or takes longer than `timeoutMs` */
export async function programOutput(
  command: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    return (await promisify(execFile)(command, args, { timeout: timeoutMs })).stdout;
  } catch {
    return undefined; // Whether it runs is what was asked.
  }
}
