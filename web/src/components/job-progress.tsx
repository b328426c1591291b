import type { Job } from '../api/types.js';
import { workName } from '../format/work-name.js';
import { Ornament } from './ornament.js';
import { ProgressBar } from './progress-bar.js';
import { Waveform } from './waveform.js';

interface JobProgressProps {
  job: Job;
  /** Of the song, where they are known. */
  peaks: number[] | undefined;
  onCancel: () => void;
}

/** What is being done, how far it is, and a way to stop it. */
export function JobProgress({ job, peaks, onCancel }: JobProgressProps) {
  return (
    <section class="progress" aria-label="Progress" style={{ '--played': job.progress }}>
      {peaks ? <Waveform peaks={peaks} class="ornament" /> : <Ornament />}
      <div class="progress-head">
        <p class="progress-stage">{stageText(job)}</p>
        <p class="progress-percent" aria-hidden="true">
          {Math.round(job.progress * 100)}
          <span> %</span>
        </p>
      </div>
      <ProgressBar fraction={job.progress} label={inTitleCase(workName(job))} />
      <button type="button" class="button button-quiet" onClick={onCancel}>
        Cancel
      </button>
    </section>
  );
}

/** What is being done, in words. */
export function stageText({ state, stage }: Job): string {
  return state === 'queued' ? 'Waiting for its turn' : stage || 'Starting';
}

function inTitleCase(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
