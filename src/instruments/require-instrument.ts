import { NotFoundError } from '../errors.js';

/** The one of `instruments` whose id is `name`.
 *  @throws NotFoundError `no-such-instrument` */
export function requireInstrument<T extends { id: string }>(
  name: string,
  instruments: readonly T[],
): T {
  const found = instruments.find(({ id }) => id === name.toLowerCase().replace(/[ _]+/g, '-'));
  if (found) return found;
  throw new NotFoundError('no-such-instrument', `there is no instrument '${name.slice(0, 60)}'`, {
    hint: `There are: ${instruments.map(({ id }) => id).join(', ')}.`,
  });
}
