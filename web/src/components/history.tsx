import type { Job } from '../api/types.js';
import { HistoryItem } from './history-item.js';

interface HistoryProps {
  /** `undefined` until they are known. */
  jobs: Job[] | undefined;
  openId: string | undefined;
  onChanged: () => void;
}

/** Every job that the server remembers, newest first. */
export function History({ jobs, openId, onChanged }: HistoryProps) {
  return (
    <section class="history" aria-labelledby="history-title">
      <h2 class="card-title" id="history-title">
        History
      </h2>
      {jobs?.length === 0 && (
        <p class="muted">
          Your covers and stems will be kept here, with everything that belongs to them.
        </p>
      )}
      <ul class="history-list">
        {jobs?.map((job) => (
          <HistoryItem key={job.id} job={job} open={job.id === openId} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}
