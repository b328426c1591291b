import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from './errors.js';

/** Settings of this installation. Parsed once, frozen, handed down; the only reader of the
 *  environment. Every variable is listed in README "Settings". */
const schema = z.object({
  CANTO_DATA: z.string().default(join(homedir(), '.canto')),
  CANTO_HOST: z.string().default('127.0.0.1'),
  CANTO_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  CANTO_MAX_UPLOAD_BYTES: z.coerce.number().int().positive().default(1_000_000_000),
  CANTO_MAX_DURATION_SECONDS: z.coerce.number().positive().default(900),
  // Stretches are read from a WAV file of floats, which ends at 4 GiB: 3 hours at 48 kHz.
  CANTO_MAX_SEPARATION_SECONDS: z.coerce.number().positive().max(10_800).default(7200),
  CANTO_JOBS: z.coerce.number().int().min(1).max(16).default(1),
  CANTO_CACHE_BYTES: z.coerce.number().int().positive().default(10_000_000_000),
  CANTO_MODELS_MIRROR: z.string().optional(),
  CANTO_SOUNDFONT: z.string().default('auto'),
  CANTO_FFMPEG: z.string().default('auto'),
  CANTO_YTDLP: z.string().default('auto'),
  CANTO_LINK_HOSTS: z.string().default(''),
  CANTO_ALLOW_PRIVATE_LINKS: z.enum(['0', '1']).default('0'),
  CANTO_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

/** The settings of this installation. */
export type Config = Readonly<ReturnType<typeof toConfig>>;

/** Reads the settings from `environment`.
 *  @throws InputError naming the variable that can't be used */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError('bad-setting', `${issue.path.join('.')}: ${issue.message}`, {
      hint: 'README, section "Settings", lists every variable and its default.',
    });
  }
  return Object.freeze(toConfig(parsed.data));
}

function toConfig(values: z.infer<typeof schema>) {
  return {
    /** Everything that Canto writes lies below this folder. */
    dataDir: values.CANTO_DATA,
    host: values.CANTO_HOST,
    port: values.CANTO_PORT,
    maxUploadBytes: values.CANTO_MAX_UPLOAD_BYTES,
    /** Of what is held in memory: to be sung, mixed or mastered. */
    maxDurationSeconds: values.CANTO_MAX_DURATION_SECONDS,
    /** Of what is only taken apart, which may always be as long as anything else. */
    maxSeparationSeconds: Math.max(
      values.CANTO_MAX_SEPARATION_SECONDS,
      values.CANTO_MAX_DURATION_SECONDS,
    ),
    /** How many jobs run at once. */
    concurrentJobs: values.CANTO_JOBS,
    /** Intermediate results beyond this are evicted, oldest use first. */
    cacheBytes: values.CANTO_CACHE_BYTES,
    /** A folder or base URL that is asked for model files instead of their own URLs. */
    modelsMirror: values.CANTO_MODELS_MIRROR,
    /** `auto` (the best SoundFont that is installed), `bundled`, or the path of a .sf2 file. */
    soundFont: values.CANTO_SOUNDFONT,
    /** `auto` (when it is on the PATH), `off`, or the path of the program. */
    ffmpeg: values.CANTO_FFMPEG,
    ytDlp: values.CANTO_YTDLP,
    /** Hosts beyond YouTube's that yt-dlp may be asked for. */
    linkHosts: values.CANTO_LINK_HOSTS.split(',')
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
    /** For tests and home networks: links may lead to private addresses. */
    allowPrivateLinks: values.CANTO_ALLOW_PRIVATE_LINKS === '1',
    logLevel: values.CANTO_LOG_LEVEL,
  };
}
