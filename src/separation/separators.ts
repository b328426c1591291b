import { InputError } from '../errors.js';
import { cantoSeparator } from './canto-separator.js';
import { demucsSeparator } from './demucs/demucs-separator.js';
import { dspSeparator } from './dsp-separator.js';
import { mdxSeparator } from './mdx/mdx-separator.js';
import type { Separator } from './separator.js';

/** The engines, best first: the first one is the default. */
export const separators: readonly Separator[] = [
  cantoSeparator,
  dspSeparator,
  mdxSeparator,
  demucsSeparator,
];

/** The engine of that name, or the best one.
 *  @throws InputError `unknown-engine` */
export function chooseSeparator(engine?: string): Separator {
  const chosen = engine ? separators.find(({ id }) => id === engine) : separators[0];
  if (chosen) return chosen;
  throw new InputError('unknown-engine', `there is no separation engine '${engine}'`, {
    hint: `Choose one of: ${separators.map(({ id }) => id).join(', ')}.`,
  });
}
