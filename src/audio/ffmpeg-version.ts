import { programOutput } from '../process/program-output.js';

const VERSION_TIMEOUT_MS = 10_000;

/** "ffmpeg version 7.1", where this machine has it; undefined otherwise.
 *  @param setting `config.ffmpeg`: `auto` (when it is on the PATH), `off`, or the program's path */
export async function ffmpegVersion(setting: string): Promise<string | undefined> {
  if (setting === 'off') return undefined;
  const command = setting === 'auto' ? 'ffmpeg' : setting;
  const output = await programOutput(command, ['-version'], VERSION_TIMEOUT_MS);
  return output?.split('\n')[0].split(' Copyright')[0];
}
