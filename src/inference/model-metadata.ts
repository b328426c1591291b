import { fieldsOf, LENGTH_DELIMITED } from './protobuf-fields.js';

/** What exporters write of a model, by their own names; see `metadataOf`. */
export type ModelMetadata = Readonly<Record<string, string>>;

/** ModelProto: `metadata_props`, whose entries hold a key and a value. */
const METADATA_FIELD = 14;
const KEY_FIELD = 1;
const VALUE_FIELD = 2;

/** Exporters write numbers and names; what is longer is a document, or an attack. */
const MAX_TEXT_BYTES = 1000;

/** The `metadata_props` of the ONNX file `bytes`, without texts of more than 1000 bytes.
 *  @throws RangeError when `bytes` is no protobuf */
export function metadataOf(bytes: Uint8Array): ModelMetadata {
  const entries: [string, string][] = [];
  for (const { field, wireType, payload } of fieldsOf(bytes)) {
    if (field !== METADATA_FIELD || wireType !== LENGTH_DELIMITED) continue;
    const texts = new Map([...fieldsOf(payload)].map((part) => [part.field, textOf(part.payload)]));
    const [key, value] = [texts.get(KEY_FIELD), texts.get(VALUE_FIELD)];
    if (key !== undefined && value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function textOf(payload: Uint8Array): string | undefined {
  return payload.length > MAX_TEXT_BYTES ? undefined : Buffer.from(payload).toString();
}
