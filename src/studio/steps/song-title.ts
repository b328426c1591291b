import type { Json } from '../../jobs/plan.js';
import type { DecodedData } from './decode.js';

/** What the song is called: by the site that it came from, by its tags, or by its file name. */
export function songTitle(data: { readonly [name: string]: Json }, fileName: string): string {
  const about = data.about as { title?: string } | undefined;
  const decoded = data.decoded as DecodedData;
  return about?.title ?? decoded.title ?? fileName;
}
