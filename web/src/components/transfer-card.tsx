import { formatBytes } from '../format/format-bytes.js';
import { ProgressBar } from './progress-bar.js';

/** A file on its way to the server. */
export interface Transfer {
  file: File;
  /** 0…1 */
  fraction: number;
  stop: AbortController;
}

/** How far the file is, and a way to stop it. */
export function TransferCard({ file, fraction, stop }: Transfer) {
  const arrived = fraction >= 1;
  return (
    <div class="drop-zone drop-zone-busy" role="group" aria-label="Upload">
      <div class="drop-zone-about">
        <p class="ellipsis source-card-title">{file.name}</p>
        <ProgressBar fraction={fraction} label="Upload" />
        <p class="muted small" role="status">
          {arrived ? 'Checking the audio…' : `Uploading ${formatBytes(file.size)}…`}
        </p>
      </div>
      <button type="button" class="button button-quiet" onClick={() => stop.abort()}>
        Cancel upload
      </button>
    </div>
  );
}
