import { useEffect, useState } from 'preact/hooks';

/** The job that the address names, `#/jobs/ID`, or none: the desk. */
export function useRoute(): string | undefined {
  const [jobId, setJobId] = useState(jobInAddress);
  useEffect(() => {
    const follow = () => setJobId(jobInAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return jobId;
}

export function openJob(id: string): void {
  location.hash = jobAddress(id);
}

export function openDesk(): void {
  location.hash = '#/';
}

export function jobAddress(id: string): string {
  return `#/jobs/${id}`;
}

function jobInAddress(): string | undefined {
  return /^#\/jobs\/([\w-]+)$/.exec(location.hash)?.[1];
}
