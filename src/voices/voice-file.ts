import { z } from 'zod';
import { InputError } from '../errors.js';

/** A `.canto-voice` file: 8 bytes of magic, the manifest's length (uint32, little-endian), the
 *  manifest (JSON, UTF-8), and a body that only the voice's engine understands. */
export const VOICE_FILE_EXTENSION = '.canto-voice';

const MAGIC = 'CANTOVC1';
const HEADER_BYTES = MAGIC.length + 4;
/** Far above any honest manifest. */
const MAX_MANIFEST_BYTES = 64 * 1024;
/** Room for models of other engines; a profile of the dsp engine takes 0.2 MB. */
export const MAX_VOICE_FILE_BYTES = 256 * 1024 * 1024;

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

export function encodeVoiceFile({ manifest, body }: VoiceFile): Uint8Array {
  const json = Buffer.from(JSON.stringify(manifestSchema.parse(manifest)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([Buffer.from(MAGIC), length, json, body]);
}

/** Reads a voice file that may come from anyone.
 *  @param name of the file, for messages
 *  @throws InputError `bad-voice-file` when it isn't one */
export function decodeVoiceFile(bytes: Uint8Array, name: string): VoiceFile {
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
  return { manifest: parsed.data, body: bytes.subarray(end) };
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
