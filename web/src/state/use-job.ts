import { useEffect, useState } from 'preact/hooks';
import { toFailure } from '../api/request.js';
import type { Failure, Job } from '../api/types.js';
import { watchJob } from '../api/watch-job.js';

/** The job's present state, followed live.
 *  @param attempt change it to look again, after a retry for instance */
export function useJob(id: string, attempt = 0): { job?: Job; failure?: Failure } {
  const [state, setState] = useState<{ job?: Job; failure?: Failure }>({});
  useEffect(() => {
    return watchJob(id, {
      onJob: (job) => setState({ job }),
      onError: (error) => setState(({ job }) => ({ job, failure: toFailure(error) })),
    });
  }, [id, attempt]);
  return state;
}
