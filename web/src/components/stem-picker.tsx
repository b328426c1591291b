import { useRef } from 'preact/hooks';
import type { Job } from '../api/types.js';
import { formatDuration } from '../format/format-duration.js';
import { acceptedAudio } from '../state/file-refusal.js';
import { useDroppedFiles } from '../state/use-dropped-file.js';
import { stemFiles, type MixStems } from '../state/use-mix-stems.js';
import { FailureCard } from './failure-card.js';
import { CloseIcon, UploadIcon } from './icons.js';
import { ProgressBar } from './progress-bar.js';

interface StemPickerProps {
  stems: MixStems;
  /** Those whose stems can be taken. */
  jobs: readonly Job[];
}

/** The stems on the mixing desk, and ways to bring some there. */
export function StemPicker({ stems: desk, jobs }: StemPickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const over = useDroppedFiles((files) => void desk.add(files));
  const sources = jobs.filter((job) => job.state === 'done' && stemFiles(job.files).length > 1);
  return (
    <div class="sources">
      {desk.stems.length > 0 && (
        <ul class="stem-list" aria-label="Stems">
          {desk.stems.map((stem) => (
            <li key={stem.upload.id}>
              <span class="ellipsis">{stem.name}</span>
              <span class="muted small">{formatDuration(stem.upload.durationSeconds)}</span>
              <button
                type="button"
                class="button-icon"
                aria-label={`Remove ${stem.name}`}
                title={`Remove ${stem.name}`}
                onClick={() => desk.remove(stem)}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
      {desk.failure && <FailureCard failure={desk.failure} />}
      {desk.busy && (
        <div class="drop-zone drop-zone-busy" role="group" aria-label="Upload">
          <div class="drop-zone-about">
            <p class="ellipsis source-card-title">{desk.busy.name}</p>
            <ProgressBar fraction={desk.busy.fraction} label="Upload" />
          </div>
        </div>
      )}
      <div class={over ? 'drop-zone drop-zone-over' : 'drop-zone'}>
        <UploadIcon />
        <div class="drop-zone-about">
          <p class="source-card-title">Drop stems here</p>
          <p class="muted small" id="stem-formats">
            All from one start, at one sample rate; name them for what they are: lead, drums, bass …
          </p>
        </div>
        <label class="button button-quiet file-button">
          Choose files
          <input
            ref={input}
            type="file"
            multiple
            accept={acceptedAudio}
            aria-describedby="stem-formats"
            onChange={(event) => {
              void desk.add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
        </label>
      </div>
      {sources.length > 0 && (
        <label class="field">
          <span class="field-head">Or take the stems of</span>
          <select
            value=""
            onChange={(event) => {
              const job = sources.find(({ id }) => id === event.currentTarget.value);
              if (job) void desk.addJob(job);
            }}
          >
            <option value="">a finished cover or separation …</option>
            {sources.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
