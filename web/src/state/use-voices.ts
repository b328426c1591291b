import { useEffect, useState } from 'preact/hooks';
import { listVoices } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Voice } from '../api/types.js';

/** The voice library.
 *  @param online looked at again when this comes back */
export function useVoices(online: boolean): { voices: Voice[]; failure?: Failure } {
  const [state, setState] = useState<{ voices: Voice[]; failure?: Failure }>({ voices: [] });
  useEffect(() => {
    if (!online) return;
    listVoices().then(
      (voices) => setState({ voices }),
      (error: unknown) => setState({ voices: [], failure: toFailure(error) }),
    );
  }, [online]);
  return state;
}
