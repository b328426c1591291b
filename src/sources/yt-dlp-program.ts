import { programOutput } from '../process/program-output.js';

/** The first version that runs YouTube's scripts in a JavaScript runtime of our choice. */
const JS_RUNTIMES_SINCE = '2025.11.12';
/** A Python program on a busy machine takes a second or two to say its version. */
const VERSION_TIMEOUT_MS = 20_000;

/** A yt-dlp that runs on this machine. */
export interface YtDlpProgram {
  /** A path, or a name that the PATH knows. */
  readonly command: string;
  /** "2025.11.12" */
  readonly version: string;
}

/** The yt-dlp program that this machine has, or undefined.
 *  @param setting `config.ytDlp`: `auto` (when it is on the PATH), `off`, or the program's path */
export async function findYtDlp(setting: string): Promise<YtDlpProgram | undefined> {
  if (setting === 'off') return undefined;
  const command = setting === 'auto' ? 'yt-dlp' : setting;
  const args = ['--no-config', '--version'];
  const version = (await programOutput(command, args, VERSION_TIMEOUT_MS))?.trim() ?? '';
  return /^\d{4}\.\d/.test(version) ? { command, version } : undefined;
}

/** Whether this version has `--js-runtimes`, without which YouTube gives few formats. */
export function knowsJsRuntimes(version: string): boolean {
  return version.slice(0, JS_RUNTIMES_SINCE.length) >= JS_RUNTIMES_SINCE;
}
