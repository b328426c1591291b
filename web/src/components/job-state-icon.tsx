import type { JobState } from '../api/types.js';
import { AlertIcon, CheckIcon, ClockIcon, StoppedIcon } from './icons.js';

/** The state at a glance; the words stand beside it. */
export function JobStateIcon({ state }: { state: JobState }) {
  return <span class="job-state-icon">{icons[state]}</span>;
}

const icons = {
  queued: <ClockIcon />,
  running: <span class="pulse" />,
  done: <CheckIcon />,
  failed: <AlertIcon />,
  cancelled: <StoppedIcon />,
};
