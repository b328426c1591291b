import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { ModelSource } from '../../inference/session-messages.js';
import { badVoiceFile, readVoiceFileHead } from '../voice-file.js';

/** Of how many voices a blend can be, all in all. */
export const MAX_SOURCES = 8;

const partSchema = z.object({ bytes: z.number().int().positive(), sha256: z.string() });

/** What the body of an RVC voice's file says first. */
const headSchema = z.object({
  singers: z
    .array(
      z.object({
        kind: z.enum(['checkpoint', 'onnx']),
        facts: z.object({
          version: z.enum(['v1', 'v2']),
          sampleRate: z.number().int().min(8000).max(192_000),
          hasPitch: z.boolean(),
          speakers: z.number().int().min(1),
          latentChannels: z.number().int().min(1),
          samplesPerFrame: z.number().int().min(1),
        }),
        share: z.number().positive().max(1),
        /** The files that the singer is blended of, mostly one, with their indexes and shares. */
        sources: z
          .array(
            z.object({
              model: partSchema,
              index: partSchema.optional(),
              share: z.number().positive().max(1),
            }),
          )
          .min(1)
          .max(MAX_SOURCES),
      }),
    )
    .min(1)
    .max(MAX_SOURCES),
});

type SingerHead = z.infer<typeof headSchema>['singers'][number];

/** One of the voices that a singer is blended of. */
interface RvcSource {
  /** A checkpoint or an ONNX file, as it came. */
  readonly model: Uint8Array;
  /** A faiss index. */
  readonly index?: Uint8Array;
  /** Of all that it is blended with; together they make 1. */
  readonly share: number;
}

/** Somebody who sings: voices of one architecture, as the mean of their weights. Where a voice has
 *  several singers, what they sing is mixed. */
export interface RvcSinger {
  /** `checkpoint`: weights that graphs are built of; `onnx`: one graph, as it is. */
  readonly kind: SingerHead['kind'];
  readonly facts: SingerHead['facts'];
  /** Of all singers of the voice; together they make 1. */
  readonly share: number;
  readonly sources: readonly RvcSource[];
}

/** A singer in a voice file: where its parts lie. */
export interface LocatedSinger extends Omit<RvcSinger, 'sources'> {
  /** All checkpoints, one after the other. */
  readonly model: ModelSource;
  /** Of each checkpoint: bytes and share. */
  readonly lengths: readonly number[];
  readonly shares: readonly number[];
  /** Of each checkpoint: its index, where it has one. */
  readonly indexes: readonly (ModelSource | undefined)[];
}

const LENGTH_BYTES = 4;
const MAX_HEAD_BYTES = 64 * 1024;

/** The body of a voice file: the length of a head (uint32, little-endian), the head (JSON), and of
 *  each singer the checkpoints, and the indexes that there are. */
export function encodeRvcBody(singers: readonly RvcSinger[]): Uint8Array {
  const heads = singers.map(({ sources, ...singer }) => ({
    ...singer,
    sources: sources.map(({ model, index, share }) => ({
      model: about(model),
      share,
      ...(index && { index: about(index) }),
    })),
  }));
  const json = Buffer.from(JSON.stringify(headSchema.parse({ singers: heads })));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(json.length);
  const parts = singers.flatMap(({ sources }) => [
    ...sources.map(({ model }) => model),
    ...sources.flatMap(({ index }) => index ?? []),
  ]);
  return Buffer.concat([length, json, ...parts]);
}

/** Where the parts of the singers in the voice file `path` lie; none of them is read.
 *  @throws InputError `bad-voice-file` */
export async function locateSingers(path: string): Promise<LocatedSinger[]> {
  const { bodyAt } = await readVoiceFileHead(path);
  const { singers, bytes } = await readHead(path, bodyAt);
  let at = bodyAt + LENGTH_BYTES + bytes;
  const take = (length: number) => ({ at: (at += length) - length, bytes: length });
  return singers.map(({ sources, ...singer }) => {
    const lengths = sources.map(({ model }) => model.bytes);
    return {
      ...singer,
      model: { path, part: take(lengths.reduce((sum, length) => sum + length)) },
      lengths,
      shares: sources.map(({ share }) => share),
      indexes: sources.map(
        ({ index }) => index && { path, part: take(index.bytes), sha256: index.sha256 },
      ),
    };
  });
}

/** The singers of the voice file `path`, with all their parts.
 *  @throws InputError `bad-voice-file` */
export async function readSingers(path: string): Promise<RvcSinger[]> {
  const located = await locateSingers(path);
  return Promise.all(
    located.map(async ({ kind, facts, share, model, lengths, shares, indexes }) => {
      const models = split(await readRvcPart(model), lengths);
      const found = await Promise.all(indexes.map(async (index) => index && readRvcPart(index)));
      const sources = models.map((bytes, i) => ({
        model: bytes,
        index: found[i],
        share: shares[i],
      }));
      return { kind, facts, share, sources };
    }),
  );
}

/** `bytes` cut into pieces of these lengths. */
export function split(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let at = 0;
  return lengths.map((length) => bytes.subarray(at, (at += length)));
}

/** The bytes of a part. */
export async function readRvcPart({ path, part }: ModelSource): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(part?.bytes ?? 0);
    await file.read(bytes, 0, bytes.length, part?.at ?? 0);
    return bytes;
  } finally {
    await file.close();
  }
}

async function readHead(path: string, at: number) {
  const length = Buffer.from(await readRvcPart({ path, part: { at, bytes: LENGTH_BYTES } }));
  const bytes = length.readUInt32LE();
  if (bytes > MAX_HEAD_BYTES) throw badVoiceFile(path, 'its RVC part has no head');
  const json = Buffer.from(
    await readRvcPart({ path, part: { at: at + LENGTH_BYTES, bytes } }),
  ).toString('utf8');
  try {
    return { singers: headSchema.parse(JSON.parse(json)).singers, bytes };
  } catch {
    throw badVoiceFile(path, 'its RVC part has no head');
  }
}

function about(bytes: Uint8Array): z.infer<typeof partSchema> {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
