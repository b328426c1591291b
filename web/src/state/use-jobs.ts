import { useCallback, useEffect, useState } from 'preact/hooks';
import { listJobs } from '../api/endpoints.js';
import type { Job } from '../api/types.js';
import { isFinal } from '../api/watch-job.js';

/** Between two looks at the list: soon while something runs, else to notice the server's return. */
const busyMs = 2000;
const idleMs = 10_000;

/** All jobs, newest first, and whether the server answers. */
export function useJobs(): { jobs?: Job[]; online: boolean; refresh: () => void } {
  const [jobs, setJobs] = useState<Job[]>();
  const [online, setOnline] = useState(true);
  const [looks, setLooks] = useState(0);
  const refresh = useCallback(() => setLooks((count) => count + 1), []);
  useEffect(() => {
    addEventListener('online', refresh);
    addEventListener('offline', refresh);
    return () => {
      removeEventListener('online', refresh);
      removeEventListener('offline', refresh);
    };
  }, [refresh]);
  useEffect(() => {
    let timer = 0;
    let stopped = false;
    const look = async () => {
      const found = await listJobs().catch(() => undefined);
      if (stopped) return;
      setOnline(found !== undefined);
      if (found) setJobs(found);
      const busy = !found || found.some((job) => !isFinal(job));
      timer = window.setTimeout(() => void look(), busy ? busyMs : idleMs);
    };
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [looks]);
  return { jobs, online, refresh };
}
