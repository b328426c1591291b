import type { MixJob } from '../api/types.js';
import { Downloads } from './downloads.js';

interface MixResultProps {
  job: MixJob;
  /** Puts its session and stems on the desk. */
  onOpen: () => void;
}

/** A finished mix: to hear, to take away, or to go on with. */
export function MixResult({ job, onOpen }: MixResultProps) {
  return (
    <>
      <p>
        <button type="button" class="button button-lamp" onClick={onOpen}>
          Open on the mixing desk
        </button>
      </p>
      <Downloads title="The mix" files={job.files} />
    </>
  );
}
