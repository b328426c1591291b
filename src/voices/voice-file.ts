import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { InputError } from '../errors.js';

/** A `.canto-voice` file: 8 bytes of magic, the manifest's length (uint32, little-endian), the
 *  manifest (JSON, UTF-8), and a body that only the voice's engine understands. */
export const VOICE_FILE_EXTENSION = '.canto-voice';

const MAGIC = 'CANTOVC1';
const HEADER_BYTES = MAGIC.length + 4;
/** Far above any honest manifest. */
const MAX_MANIFEST_BYTES = 64 * 1024;

const frequency = z.number().min(20).max(5000);
const text = (maxLength: number) => z.string().max(maxLength);

const manifestSchema = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens')
    .max(64),
  name: text(100).min(1),
  description: text(1000),
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a BCP 47 tag'),
  engine: z.string().regex(/^[a-z0-9-]{1,32}$/),
  origin: z.enum(['built-in', 'cloned', 'blended', 'imported']),
  provenance: z.object({
    licence: text(100).min(1),
    source: text(2000).min(1),
    consent: text(2000).optional(),
  }),
  /** Of a blended voice: what it was made of. */
  blend: z
    .object({
      parents: z.array(z.object({ id: text(64), name: text(100), licence: text(100) })).length(2),
      /** Share of the second one. */
      mix: z.number().min(0).max(1),
      offset: z.object({ formant: z.number(), tiltDb: z.number() }).optional(),
    })
    .optional(),
  /** Of the body, so that large voices are known by their manifest alone. */
  bodySha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  range: z
    .object({ lowHz: frequency, medianHz: frequency, highHz: frequency })
    .refine((range) => range.lowHz <= range.medianHz && range.medianHz <= range.highHz, {
      message: 'lowHz ≤ medianHz ≤ highHz',
    }),
});

/** What a voice file says of itself. */
export type VoiceManifest = z.infer<typeof manifestSchema>;

interface VoiceFile {
  manifest: VoiceManifest;
  body: Uint8Array;
}

/** Whether `bytes` begin like a voice file. */
export function isVoiceFile(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

export function encodeVoiceFile({ manifest, body }: VoiceFile): Uint8Array {
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const json = Buffer.from(JSON.stringify(manifestSchema.parse({ ...manifest, bodySha256 })));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([Buffer.from(MAGIC), length, json, body]);
}

/** Reads a voice file that may come from anyone.
 *  @param name of the file, for messages
 *  @throws InputError `bad-voice-file` when it isn't one */
export function decodeVoiceFile(bytes: Uint8Array, name: string): VoiceFile {
  const { manifest, bodyAt } = decodeHead(bytes, name);
  const body = bytes.subarray(bodyAt);
  const { bodySha256 } = manifest;
  if (bodySha256 && createHash('sha256').update(body).digest('hex') !== bodySha256) {
    throw badVoiceFile(name, 'its body is damaged');
  }
  return { manifest, body };
}

interface VoiceFileHead {
  manifest: VoiceManifest;
  /** Where the body begins. */
  bodyAt: number;
}

/** Reads what the voice file at `path` says of itself, and no more of it.
 *  @throws InputError `bad-voice-file` */
export async function readVoiceFileHead(path: string): Promise<VoiceFileHead> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(HEADER_BYTES + MAX_MANIFEST_BYTES);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return decodeHead(bytes.subarray(0, bytesRead), path);
  } finally {
    await file.close();
  }
}

function decodeHead(bytes: Uint8Array, name: string): VoiceFileHead {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < HEADER_BYTES || buffer.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw badVoiceFile(name, `a file that starts with ${MAGIC} was expected`);
  }
  const length = buffer.readUInt32LE(MAGIC.length);
  const end = HEADER_BYTES + length;
  if (length > MAX_MANIFEST_BYTES || end > buffer.length) {
    throw badVoiceFile(name, `its manifest claims ${length} bytes of ${buffer.length}`);
  }
  const parsed = manifestSchema.safeParse(parseJson(buffer.toString('utf8', HEADER_BYTES, end)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badVoiceFile(name, `manifest ${issue.path.join('.')}: ${issue.message}`);
  }
  return { manifest: parsed.data, bodyAt: end };
}

export function badVoiceFile(name: string, found: string): InputError {
  return new InputError('bad-voice-file', `${name} is no usable voice: ${found}`, {
    hint: 'Import a .canto-voice file that `canto voices export` wrote.',
  });
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
