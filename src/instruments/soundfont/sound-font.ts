import { open, type FileHandle } from 'node:fs/promises';
import { Oversampler } from '../../dsp/oversampler.js';
import { badFont } from './bad-font.js';
import { readFontRecords, type FontRecords, type FontSample } from './font-records.js';

/** A chunk of articulation data beyond this isn't music; the largest fonts hold a few megabytes. */
const MAX_RECORD_BYTES = 64_000_000;
const MAX_TEXT_BYTES = 65_536;
/** A single recording beyond this (ten minutes) is refused. */
const MAX_SAMPLE_LENGTH = 30_000_000;
/** Recordings below this rate are interpolated to twice their rate when loaded, since their images
 *  would be heard. */
const DULL_RATE = 30_000;

/** Values around a recording that interpolation may read. */
const GUARD_LENGTH = 4;

/** One recording, ready to be played. */
export interface LoadedSample {
  /** The recording, with a few values before and after it. */
  samples: Float32Array;
  sampleRate: number;
  /** How many values there are for one of the file. */
  oversampling: number;
  /** Where the recording begins. */
  origin: number;
}

/** A SoundFont 2 file. Its articulation is in memory; recordings are read when they are played, so that
 *  a font of 150 MB costs no more than one of 1 MB. */
export class SoundFont {
  readonly #loaded = new Map<number, Promise<LoadedSample>>();

  private constructor(
    /** What the font calls itself. */
    readonly name: string,
    readonly path: string,
    readonly records: FontRecords,
    private readonly sampleData: { offset: number; length: number },
  ) {}

  /** @throws InputError `bad-sound-font` */
  static async open(path: string): Promise<SoundFont> {
    return withFile(path, async (file) => {
      const { texts, articulation, samples } = await readChunks(file);
      const name = textOf(texts.get('INAM')) || 'SoundFont';
      return new SoundFont(name, path, readFontRecords(articulation), samples);
    });
  }

  /** The recording with index `index`, read at its first use. */
  sample(index: number): Promise<LoadedSample> {
    const known = this.#loaded.get(index);
    if (known) return known;
    const loading = this.#load(index);
    this.#loaded.set(index, loading);
    return loading;
  }

  async #load(index: number): Promise<LoadedSample> {
    const header = this.records.samples[index];
    this.#require(header);
    const integers = new Int16Array(header.end - header.start);
    await withFile(this.path, async (file) => {
      const bytes = new Uint8Array(integers.buffer);
      const { bytesRead } = await file.read(
        bytes,
        0,
        bytes.length,
        this.sampleData.offset + 2 * header.start,
      );
      if (bytesRead < bytes.length) throw badFont('it ends before its recordings do');
    });
    const samples = Float32Array.from(integers, (value) => value / 32_768);
    const oversampling = header.sampleRate < DULL_RATE ? 2 : 1;
    return {
      samples: withGuard(oversampling === 2 ? doubled(samples) : samples, {
        loopEnd: (header.loopEnd - header.start) * oversampling,
      }),
      origin: GUARD_LENGTH,
      sampleRate: oversampling * header.sampleRate,
      oversampling,
    };
  }

  #require({ name, start, end, sampleRate }: FontSample): void {
    const isInside = start < end && 2 * end <= this.sampleData.length;
    if (!isInside || end - start > MAX_SAMPLE_LENGTH || sampleRate < 400 || sampleRate > 400_000) {
      throw badFont(`its recording '${name}' is broken`);
    }
  }
}

interface FontChunks {
  texts: Map<string, Uint8Array>;
  articulation: Map<string, Uint8Array>;
  samples: { offset: number; length: number };
}

async function readChunks(file: FileHandle): Promise<FontChunks> {
  const { size } = await file.stat();
  const head = await bytesAt(file, 0, 12);
  if (ascii(head, 0) !== 'RIFF' || ascii(head, 8) !== 'sfbk') throw badFont('it is no .sf2 file');
  const chunks: FontChunks = {
    texts: new Map(),
    articulation: new Map(),
    samples: { offset: 0, length: 0 },
  };
  for await (const list of chunksBetween(file, 12, size)) {
    if (list.id === 'LIST') await readList(file, list, chunks);
  }
  return chunks;
}

interface Chunk {
  id: string;
  /** Of its content, in bytes. */
  offset: number;
  length: number;
}

async function readList(
  file: FileHandle,
  { offset, length }: Chunk,
  found: FontChunks,
): Promise<void> {
  const kind = ascii(await bytesAt(file, offset, 4), 0);
  for await (const chunk of chunksBetween(file, offset + 4, offset + length)) {
    if (kind === 'sdta' && chunk.id === 'smpl') found.samples = chunk;
    if (kind === 'INFO' && chunk.length <= MAX_TEXT_BYTES) {
      found.texts.set(chunk.id, await bytesAt(file, chunk.offset, chunk.length));
    }
    if (kind === 'pdta' && chunk.length <= MAX_RECORD_BYTES) {
      found.articulation.set(chunk.id, await bytesAt(file, chunk.offset, chunk.length));
    }
  }
}

async function* chunksBetween(file: FileHandle, from: number, to: number): AsyncGenerator<Chunk> {
  for (let at = from; at + 8 <= to;) {
    const head = await bytesAt(file, at, 8);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    if (at + 8 + length > to) throw badFont('it was cut off');
    yield { id: ascii(head, 0), offset: at + 8, length };
    at += 8 + length + (length % 2);
  }
}

async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  if (bytesRead < length) throw badFont('it was cut off');
  return bytes;
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch((cause: unknown) => {
    throw badFont(`'${path}' can't be opened`, cause);
  });
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

function ascii(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function textOf(bytes: Uint8Array = new Uint8Array()): string {
  return new TextDecoder('latin1').decode(bytes).replace(/\0.*$/s, '').trim();
}

/** A loop that begins with the recording is preceded by its own end. */
function withGuard(samples: Float32Array, { loopEnd }: { loopEnd: number }): Float32Array {
  const guarded = new Float32Array(samples.length + 2 * GUARD_LENGTH);
  guarded.set(samples, GUARD_LENGTH);
  guarded[GUARD_LENGTH - 1] = samples[loopEnd - 1] ?? 0;
  return guarded;
}

/** `samples` at twice their rate: value 2n is sample n. */
function doubled(samples: Float32Array): Float32Array {
  const oversampler = new Oversampler(2);
  const result = new Float32Array(2 * samples.length);
  for (let from = 0; from < samples.length; from += oversampler.hopLength) {
    oversampler.load(samples, from);
    const points = oversampler.points().subarray(2, 2 + 2 * oversampler.hopLength);
    result.set(points.subarray(0, result.length - 2 * from), 2 * from);
  }
  oversampler.free();
  return result;
}
