import { useEffect, useState } from 'preact/hooks';
import { listInstruments } from '../api/endpoints.js';
import type { Instrument } from '../api/types.js';

/** What a hum can be played on; none until they are known.
 *  @param online asked again when this comes back */
export function useInstruments(online: boolean): Instrument[] {
  const [instruments, setInstruments] = useState<Instrument[]>([]);
  useEffect(() => {
    if (online) listInstruments().then(setInstruments, () => undefined);
  }, [online]);
  return instruments;
}
