import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { ModelSource } from '../../inference/session-messages.js';
import { badVoiceFile, readVoiceFileHead } from '../voice-file.js';

const partSchema = z.object({ bytes: z.number().int().positive(), sha256: z.string() });

/** What the body of an RVC voice's file says first. */
const headSchema = z.object({
  facts: z.object({
    version: z.enum(['v1', 'v2']),
    sampleRate: z.number().int().min(8000).max(192_000),
    hasPitch: z.boolean(),
    speakers: z.number().int().min(1),
    latentChannels: z.number().int().min(1),
    samplesPerFrame: z.number().int().min(1),
  }),
  /** The checkpoints that the voice is blended of, mostly one, with their indexes and shares. */
  sources: z
    .array(
      z.object({
        model: partSchema,
        index: partSchema.optional(),
        share: z.number().positive().max(1),
      }),
    )
    .min(1)
    .max(8),
});

type RvcHead = z.infer<typeof headSchema>;

/** One of the voices that a voice is blended of. */
export interface RvcSource {
  /** A checkpoint, as it came. */
  readonly model: Uint8Array;
  /** A faiss index. */
  readonly index?: Uint8Array;
  /** Of all that it is blended with; together they make 1. */
  readonly share: number;
}

/** What a voice file of RVC holds, and where. */
export interface RvcBody {
  readonly facts: RvcHead['facts'];
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

/** The body of a voice file: the length of a head (uint32, little-endian), the head (JSON), the
 *  checkpoints, and the indexes that there are. */
export function encodeRvcBody(facts: RvcHead['facts'], sources: readonly RvcSource[]): Uint8Array {
  const head: RvcHead = {
    facts,
    sources: sources.map(({ model, index, share }) => ({
      model: about(model),
      share,
      ...(index && { index: about(index) }),
    })),
  };
  const json = Buffer.from(JSON.stringify(headSchema.parse(head)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(json.length);
  const models = sources.map(({ model }) => model);
  const indexes = sources.flatMap(({ index }) => index ?? []);
  return Buffer.concat([length, json, ...models, ...indexes]);
}

/** Where the parts of the voice file `path` lie; none of them is read.
 *  @throws InputError `bad-voice-file` */
export async function locateRvcBody(path: string): Promise<RvcBody> {
  const { bodyAt } = await readVoiceFileHead(path);
  const { value, bytes } = await readHead(path, bodyAt);
  const { facts, sources } = value;
  const lengths = sources.map(({ model }) => model.bytes);
  let at = bodyAt + LENGTH_BYTES + bytes;
  const model = { path, part: { at, bytes: lengths.reduce((sum, length) => sum + length) } };
  at += model.part.bytes;
  const indexes = sources.map(({ index }) => {
    if (!index) return undefined;
    at += index.bytes;
    return { path, part: { at: at - index.bytes, bytes: index.bytes }, sha256: index.sha256 };
  });
  return { facts, model, lengths, shares: sources.map(({ share }) => share), indexes };
}

/** The voices that the voice file `path` is blended of.
 *  @throws InputError `bad-voice-file` */
export async function readRvcSources(path: string): Promise<RvcSource[]> {
  const { model, lengths, shares, indexes } = await locateRvcBody(path);
  const models = split(await readRvcPart(model), lengths);
  const found = await Promise.all(indexes.map(async (index) => index && readRvcPart(index)));
  return models.map((bytes, i) => ({ model: bytes, index: found[i], share: shares[i] }));
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

async function readHead(path: string, at: number): Promise<{ value: RvcHead; bytes: number }> {
  const length = Buffer.from(await readRvcPart({ path, part: { at, bytes: LENGTH_BYTES } }));
  const bytes = length.readUInt32LE();
  if (bytes > MAX_HEAD_BYTES) throw badVoiceFile(path, 'its RVC part has no head');
  const json = Buffer.from(
    await readRvcPart({ path, part: { at: at + LENGTH_BYTES, bytes } }),
  ).toString('utf8');
  try {
    return { value: headSchema.parse(JSON.parse(json)), bytes };
  } catch {
    throw badVoiceFile(path, 'its RVC part has no head');
  }
}

function about(bytes: Uint8Array): z.infer<typeof partSchema> {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
