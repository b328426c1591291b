import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { CancelledError, InputError, ModelError } from '../../errors.js';
import type { DecodeOptions } from '../audio-info.js';
import { asciiOf, memoryBytes } from './byte-source.js';
import { bytesPerFrame, decodePcm } from './pcm-format.js';
import type { Container } from './sniff-container.js';
import { corruptAudio, type SoundSource } from './sound-source.js';
import { readWavHeader } from './wav-header.js';

/** ffmpeg's demuxer of each container: it may use no other, whatever the file pretends to be. */
const DEMUXERS: Record<Container, string> = {
  wav: 'wav',
  aiff: 'aiff',
  flac: 'flac',
  ogg: 'ogg',
  mp4: 'mov',
  matroska: 'matroska',
  adts: 'aac',
  mp3: 'mp3',
  asf: 'asf',
  amr: 'amr',
  caf: 'caf',
  wv: 'wv',
  ape: 'ape',
  au: 'au',
  tta: 'tta',
  dsf: 'dsf',
  w64: 'w64',
  mpegts: 'mpegts',
  avi: 'avi',
  flv: 'flv',
};

/** A process that says nothing for so long hangs. */
const STALL_MS = 60_000;
/** The WAV header that ffmpeg writes, with tags, is far smaller. */
const MAX_HEADER_BYTES = 1 << 20;
/** Of its complaints. */
const MAX_MESSAGE_BYTES = 2000;

type Ffmpeg = ChildProcessByStdio<null, Readable, Readable>;

/** Opens the sound file at `path` with the ffmpeg program, or returns undefined where `auto` finds
 *  none.
 *  @throws ModelError `ffmpeg-missing` when the setting names a program that isn't there,
 *    InputError `unsupported-codec` when ffmpeg can't read the file either */
export async function openWithFfmpeg(
  path: string,
  container: Container,
  options: DecodeOptions,
): Promise<SoundSource | undefined> {
  const program = options.ffmpeg === 'auto' ? 'ffmpeg' : options.ffmpeg;
  const child = spawn(program, decodeArguments(path, container, options), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ending = watch(child, options.signal);
  const output = new ChunkReader(child);
  try {
    const header = await output.readWavHead();
    return toSource(child, { container, header, output, ending });
  } catch (error) {
    child.kill('SIGKILL');
    const { missing, message } = await ending;
    if (options.signal?.aborted) throw new CancelledError();
    if (missing && options.ffmpeg === 'auto') return undefined;
    if (missing) throw missingProgram(program);
    throw unreadable(container, message, error);
  }
}

/** The path is absolute and of the protocol `file`, and no other protocol is allowed: a playlist in
 *  disguise reaches neither the network nor other files. */
function decodeArguments(path: string, container: Container, { limits }: DecodeOptions): string[] {
  const input = ['-protocol_whitelist', 'file', '-f', DEMUXERS[container]];
  return [
    ...['-nostdin', '-hide_banner', '-v', 'error', '-xerror', '-threads', '1'],
    ...[...input, '-i', `file:${resolve(path)}`],
    ...['-map', '0:a:0', '-t', String(limits.maxDurationSeconds + 1)],
    ...['-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'],
  ];
}

interface Ending {
  /** The program isn't there. */
  missing: boolean;
  exitCode: number | null;
  message: string;
}

/** Resolves when the process has ended, for whatever reason. An abort kills it. */
function watch(child: Ffmpeg, signal: AbortSignal | undefined): Promise<Ending> {
  let message = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    message = (message + text).slice(-MAX_MESSAGE_BYTES);
  });
  const abort = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', abort, { once: true });
  return new Promise((done) => {
    child.once('error', () => done({ missing: true, exitCode: null, message }));
    child.once('close', (exitCode) => done({ missing: false, exitCode, message }));
  }).finally(() => signal?.removeEventListener('abort', abort)) as Promise<Ending>;
}

type WavHead = Awaited<ReturnType<typeof readWavHeader>>;

function toSource(
  child: Ffmpeg,
  {
    container,
    header,
    output,
    ending,
  }: { container: Container; header: WavHead; output: ChunkReader; ending: Promise<Ending> },
): SoundSource {
  const { format, layout, tags } = header;
  const warnings: string[] = [];
  return {
    container,
    codec: 'ffmpeg',
    sampleRate: format.sampleRate,
    layout,
    tags,
    warnings,
    async *blocks() {
      let rest = new Uint8Array(0);
      for await (const chunk of output.chunks()) {
        const bytes = rest.length > 0 ? new Uint8Array(Buffer.concat([rest, chunk])) : chunk;
        const whole = bytes.length - (bytes.length % bytesPerFrame(format));
        rest = bytes.slice(whole);
        if (whole > 0) yield decodePcm(bytes.subarray(0, whole), format);
      }
      const { exitCode } = await ending;
      if (exitCode !== 0) warnings.push('the file is cut off: ffmpeg stopped at a damaged place');
    },
    close: () => void child.kill('SIGKILL'),
  };
}

/** The output of ffmpeg, its WAV header first. */
class ChunkReader {
  private head = new Uint8Array(0);
  private readonly iterator: AsyncIterator<Buffer, undefined>;

  constructor(private readonly child: Ffmpeg) {
    this.iterator = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  }

  /** Reads as far as the head of the data chunk. */
  async readWavHead(): Promise<WavHead> {
    while (this.head.length < MAX_HEADER_BYTES) {
      const chunk = await this.next();
      if (!chunk) break;
      this.head = new Uint8Array(Buffer.concat([this.head, chunk]));
      if (asciiOf(this.head).includes('data')) break;
    }
    const header = await readWavHeader(memoryBytes(this.head));
    this.head = this.head.slice(header.dataStart);
    return header;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    if (this.head.length > 0) yield this.head;
    for (let chunk = await this.next(); chunk; chunk = await this.next()) yield chunk;
  }

  private async next(): Promise<Uint8Array | undefined> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STALL_MS);
    try {
      const next = await this.iterator.next();
      return next.done ? undefined : next.value;
    } finally {
      clearTimeout(timer);
    }
  }
}

function missingProgram(program: string): ModelError {
  return new ModelError('ffmpeg-missing', `there is no program "${program}"`, {
    hint: 'Install ffmpeg, or set CANTO_FFMPEG to its path, "auto" or "off".',
  });
}

function unreadable(container: Container, message: string, cause: unknown): InputError {
  const reason = (message.trim().split('\n').at(-1) ?? '').replace(/^file:.*: /, '');
  if (cause instanceof InputError && reason === '') return corruptAudio(container, cause.message);
  return new InputError(
    'unsupported-codec',
    `ffmpeg can't read this ${container} file: ${reason}`,
    {
      hint: 'Convert the file to WAV, FLAC or MP3.',
      cause,
    },
  );
}
