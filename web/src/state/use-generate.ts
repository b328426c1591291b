import { useState } from 'preact/hooks';
import { createCover } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { CoverRequest, Failure, Job } from '../api/types.js';

interface Generation {
  sending: boolean;
  failure?: Failure;
  generate: (request: CoverRequest) => Promise<void>;
  /** Forgets the failure, once something has changed. */
  clear: () => void;
}

/** Asks the server for covers.
 *  @param onStarted called with the job of each */
export function useGenerate(onStarted: (job: Job) => void): Generation {
  const [state, setState] = useState<{ sending: boolean; failure?: Failure }>({ sending: false });
  const generate = async (request: CoverRequest) => {
    setState({ sending: true });
    try {
      onStarted(await createCover(request));
      setState({ sending: false });
    } catch (error) {
      setState({ sending: false, failure: toFailure(error) });
    }
  };
  return { ...state, generate, clear: () => setState({ sending: false }) };
}
