import type { JobState } from '../jobs/job.js';
import type { JobQueue } from '../jobs/job-queue.js';

/** How many of the newest jobs are looked at. */
const LOOK_BACK = 1000;

/** How many of the newest jobs are in each state. */
export async function countJobs(queue: Pick<JobQueue, 'list'>): Promise<Record<JobState, number>> {
  const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
  for (const { state } of await queue.list({ limit: LOOK_BACK })) counts[state]++;
  return counts;
}
