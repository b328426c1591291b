import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CancelledError } from '../errors.js';
import { shownLink, type CheckedLink, type LinkSettings } from './check-link.js';
import { displayTitle } from './display-name.js';
import type { FetchedLink, FetchOptions, LinkDriver } from './link-driver.js';
import { linkError, type LinkProblem } from './link-problem.js';
import { siteProblem } from './site-problem.js';
import { knowsJsRuntimes, type YtDlpProgram } from './yt-dlp-program.js';

/** Audio alone, by plain HTTP, saves time and needs no ffmpeg; else what there is. */
const FORMATS = 'bestaudio[protocol^=http]/best[protocol^=http]/bestaudio/best';
/** What is left of stderr for the error; its last lines say what went wrong. */
const KEPT_STDERR_LINES = 40;
/** Between asking yt-dlp to stop and killing it. */
const KILL_AFTER_MS = 1000;
const STOPPED_ANSWERING_SECONDS = '20';

interface YtDlpInfo {
  title?: string | null;
  duration?: number | null;
  live_status?: string | null;
}

/** Fetches YouTube videos, and pages of the configured hosts, by the yt-dlp program. */
export function createYtDlpDriver(program: YtDlpProgram, settings: LinkSettings): LinkDriver {
  return {
    id: `yt-dlp ${program.version}`,
    async fetch(link, options) {
      if (options.signal?.aborted) throw new CancelledError();
      const args = ytDlpArguments(program.version, link, options, settings);
      const child = spawn(program.command, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, PYTHONUTF8: '1' },
      });
      try {
        return await watch(child, link, options);
      } catch (error) {
        await removeLeftovers(options.dir);
        throw options.signal?.aborted ? new CancelledError() : error;
      }
    },
  };
}

function ytDlpArguments(
  version: string,
  link: CheckedLink,
  { dir, maxBytes }: FetchOptions,
  settings: LinkSettings,
): string[] {
  // The generic extractor would follow any redirect to any address.
  const extractors = settings.allowPrivateLinks ? [] : ['--use-extractors', 'default,-generic'];
  const runtimes = knowsJsRuntimes(version) ? ['--js-runtimes', `node:${process.execPath}`] : [];
  return [
    '--no-config',
    '--no-playlist',
    '--no-cache-dir',
    '--no-mtime',
    ...extractors,
    ...runtimes,
    ...['--socket-timeout', STOPPED_ANSWERING_SECONDS],
    ...['--max-filesize', String(maxBytes)],
    ...['--format', FORMATS],
    ...['--fixup', 'never'],
    ...['--paths', dir, '--output', 'source.%(ext)s'],
    ...['--no-simulate', '--no-warnings', '--newline', '--progress'],
    ...['--print', 'before_dl:canto-info %(.{title,duration,live_status})j'],
    ...['--progress-template', 'download:canto-progress %(progress)j'],
    '--',
    link.url,
  ];
}

/** Reads what the program says until it ends; the result, or the error that it stands for. */
async function watch(
  child: ChildProcess,
  link: CheckedLink,
  options: FetchOptions,
): Promise<FetchedLink> {
  const run = new YtDlpRun(child, options);
  const shown = shownLink(link.url);
  const stop = () => run.stop();
  options.signal?.addEventListener('abort', stop);
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null];
    if (run.refusal) throw linkError(run.refusal.problem, shown, { found: run.refusal.found });
    if (exitCode !== 0) throw linkError(siteProblem(run.said), shown, { found: run.lastError });
    const [file] = (await readdir(options.dir)).filter((name) => /^source\.\w+$/.test(name));
    // With nothing printed and nothing fetched, the size limit is what stopped it.
    if (!file || !run.info) throw linkError('too-large', shown);
    return {
      path: join(options.dir, file),
      title: displayTitle(run.info.title ?? ''),
      durationSeconds: run.info.duration ?? undefined,
      source: link.url,
    };
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}

/** One run of the program: what it printed so far, and why we stopped it, if we did. */
class YtDlpRun {
  info?: YtDlpInfo;
  refusal?: { problem: LinkProblem; found?: string };
  private readonly stderr: string[] = [];
  private killTimer?: NodeJS.Timeout;

  constructor(
    private readonly child: ChildProcess,
    private readonly options: FetchOptions,
  ) {
    if (child.stdout) createInterface(child.stdout).on('line', (line) => this.readLine(line));
    if (child.stderr) createInterface(child.stderr).on('line', (line) => this.keepError(line));
    child.on('close', () => clearTimeout(this.killTimer));
  }

  /** All that the program complained of. */
  get said(): string {
    return this.stderr.join('\n');
  }

  get lastError(): string | undefined {
    const line = this.stderr.findLast((text) => text.startsWith('ERROR')) ?? this.stderr.at(-1);
    return line?.replace(/^ERROR:\s*/, '').slice(0, 200);
  }

  stop(): void {
    this.child.kill('SIGTERM'); // Single-file builds of yt-dlp pass this on to their Python.
    this.killTimer = setTimeout(() => this.child.kill('SIGKILL'), KILL_AFTER_MS);
  }

  private readLine(line: string): void {
    const [, kind, json] = /canto-(info|progress) (\{.*\})/.exec(line) ?? [];
    if (kind === 'info') this.readInfo(JSON.parse(json) as YtDlpInfo);
    if (kind === 'progress') this.readProgress(JSON.parse(json) as Record<string, unknown>);
  }

  private readInfo(info: YtDlpInfo): void {
    this.info = info;
    const limit = this.options.maxDurationSeconds;
    if (info.live_status === 'is_live' || info.live_status === 'is_upcoming') {
      this.refuse('link-live');
    } else if ((info.duration ?? 0) > limit) {
      this.refuse('too-long', `${info.duration} s, the limit is ${limit} s`);
    }
  }

  private readProgress(progress: Record<string, unknown>): void {
    const done = Number(progress.downloaded_bytes ?? 0);
    const total = Number(progress.total_bytes ?? progress.total_bytes_estimate ?? 0);
    if (done > this.options.maxBytes) this.refuse('too-large');
    else if (total > 0) this.options.onProgress?.(Math.min(1, done / total));
  }

  private refuse(problem: LinkProblem, found?: string): void {
    this.refusal ??= { problem, found };
    this.stop();
  }

  private keepError(line: string): void {
    this.stderr.push(line);
    if (this.stderr.length > KEPT_STDERR_LINES) this.stderr.shift();
  }
}

async function removeLeftovers(dir: string): Promise<void> {
  const names = await readdir(dir);
  const ours = names.filter((name) => name.startsWith('source.'));
  await Promise.all(ours.map((name) => rm(join(dir, name), { force: true, recursive: true })));
}
