import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { ModelSource } from '../../inference/session-messages.js';
import { badVoiceFile, readVoiceFileHead } from '../voice-file.js';

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
  /** Bytes of the checkpoint, as it came. */
  model: z.object({ bytes: z.number().int().positive(), sha256: z.string() }),
  /** Bytes of the faiss index; absent without one. */
  index: z.object({ bytes: z.number().int().positive(), sha256: z.string() }).optional(),
});

type RvcHead = z.infer<typeof headSchema>;

/** What a voice file of RVC holds, and where. */
export interface RvcBody {
  readonly facts: RvcHead['facts'];
  readonly model: ModelSource;
  readonly index?: ModelSource;
}

const LENGTH_BYTES = 4;
const MAX_HEAD_BYTES = 64 * 1024;

/** The body of a voice file: the length of a head (uint32, little-endian), the head (JSON), the
 *  checkpoint, and the index where there is one. */
export function encodeRvcBody(
  facts: RvcHead['facts'],
  { model, index }: { model: Uint8Array; index?: Uint8Array },
): Uint8Array {
  const head: RvcHead = { facts, model: about(model), ...(index && { index: about(index) }) };
  const json = Buffer.from(JSON.stringify(headSchema.parse(head)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, model, ...(index ? [index] : [])]);
}

/** Where the parts of the voice file `path` lie; none of them is read.
 *  @throws InputError `bad-voice-file` */
export async function locateRvcBody(path: string): Promise<RvcBody> {
  const { bodyAt } = await readVoiceFileHead(path);
  const head = await readHead(path, bodyAt);
  const at = bodyAt + LENGTH_BYTES + head.bytes;
  const { facts, model, index } = head.value;
  const part = ({ bytes, sha256 }: RvcHead['model'], start: number) => ({
    path,
    part: { at: start, bytes },
    sha256,
  });
  return {
    facts,
    model: part(model, at),
    ...(index && { index: part(index, at + model.bytes) }),
  };
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

function about(bytes: Uint8Array): RvcHead['model'] {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
