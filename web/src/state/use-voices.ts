import { useEffect, useState } from 'preact/hooks';
import { listVoices } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Voice } from '../api/types.js';

interface Voices {
  /** `undefined` until they are known. */
  voices?: Voice[];
  failure?: Failure;
}

interface VoicesState extends Voices {
  /** Looks again. */
  refresh: () => void;
}

/** The voice library.
 *  @param online looked at again when this comes back */
export function useVoices(online: boolean): VoicesState {
  const [state, setState] = useState<Voices>({});
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (!online) return;
    listVoices().then(
      (voices) => setState({ voices }),
      (error: unknown) =>
        setState(({ voices }) => (voices ? { voices } : { failure: toFailure(error) })),
    );
  }, [online, asked]);
  return { ...state, refresh: () => setAsked((times) => times + 1) };
}
