import { readFaissIndex } from '../faiss-index.js';
import { buildCoarseSearch } from '../retrieve.js';

/** The coarse step of the search in the index `bytes`; run by the session process.
 *  @throws InputError `bad-index` */
export function buildModel(bytes: Uint8Array): Uint8Array {
  return buildCoarseSearch(readFaissIndex(bytes, 'the index of the voice'));
}
