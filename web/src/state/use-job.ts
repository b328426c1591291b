import { useEffect, useState } from 'preact/hooks';
import { toFailure } from '../api/request.js';
import type { Failure, Job } from '../api/types.js';
import { watchJob } from '../api/watch-job.js';

/** The job's present state, followed live.
 *  @param options.attempt change it to look again, after a retry for instance
 *  @param options.online looked at again when this comes back */
export function useJob(
  id: string,
  { attempt, online }: { attempt: number; online: boolean },
): { job?: Job; failure?: Failure } {
  const [state, setState] = useState<{ job?: Job; failure?: Failure }>({});
  useEffect(() => {
    return watchJob(id, {
      onJob: (job) => setState({ job }),
      onError: (error) => setState(({ job }) => ({ job, failure: toFailure(error) })),
    });
  }, [id, attempt, online]);
  return state;
}
