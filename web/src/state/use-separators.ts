import { useEffect, useState } from 'preact/hooks';
import { listSeparators } from '../api/endpoints.js';
import type { Separator } from '../api/types.js';

/** The separation engines to choose from, the default first; none until they are known.
 *  @param online asked again when this comes back */
export function useSeparators(online: boolean): Separator[] {
  const [separators, setSeparators] = useState<Separator[]>([]);
  useEffect(() => {
    if (online) listSeparators().then(setSeparators, () => undefined);
  }, [online]);
  return separators;
}
