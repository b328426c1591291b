import { useEffect, useState } from 'preact/hooks';
import { getLimits } from '../api/endpoints.js';
import type { Limits } from '../api/types.js';

/** How large a song the server takes; `undefined` until it has said so.
 *  @param online asked again when this comes back */
export function useLimits(online: boolean): Limits | undefined {
  const [limits, setLimits] = useState<Limits>();
  useEffect(() => {
    if (online) getLimits().then(setLimits, () => undefined);
  }, [online]);
  return limits;
}
