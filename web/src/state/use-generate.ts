import { useLayoutEffect, useState } from 'preact/hooks';
import { toFailure } from '../api/request.js';
import type { Failure, Job } from '../api/types.js';

/** Work that the server is asked for. */
export interface Generation {
  sending: boolean;
  failure?: Failure;
  /** @param ask sends the request */
  generate: (ask: () => Promise<Job>) => Promise<void>;
}

/** Asks the server for work.
 *  @param onStarted called with the job of each
 *  @param inputs a failure is forgotten once one of them is another */
export function useGenerate(onStarted: (job: Job) => void, inputs: readonly unknown[]): Generation {
  const [state, setState] = useState<{ sending: boolean; failure?: Failure }>({ sending: false });
  useLayoutEffect(() => setState(({ sending }) => ({ sending })), inputs);
  const generate = async (ask: () => Promise<Job>) => {
    setState({ sending: true });
    try {
      onStarted(await ask());
      setState({ sending: false });
    } catch (error) {
      setState({ sending: false, failure: toFailure(error) });
    }
  };
  return { ...state, generate };
}
