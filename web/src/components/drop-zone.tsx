import { useRef, useState } from 'preact/hooks';
import { toFailure } from '../api/request.js';
import type { Failure } from '../api/types.js';
import { uploadFile } from '../api/upload-file.js';
import { formatBytes } from '../format/format-bytes.js';
import { uploadedSong, type Song } from '../state/song.js';
import { UploadIcon } from './icons.js';
import { ProgressBar } from './progress-bar.js';

interface DropZoneProps {
  onSong: (song: Song) => void;
  onFailure: (failure: Failure | undefined) => void;
}

/** The server's default; it has the last word. */
const maxUploadBytes = 1_000_000_000;
const accepted = 'audio/*,video/mp4,video/webm,.flac,.opus,.oga,.m4a,.aif,.aiff';

interface Transfer {
  file: File;
  fraction: number;
  stop: AbortController;
}

/** Takes a file by drop or by choice, and brings it to the server. */
export function DropZone({ onSong, onFailure }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const [transfer, setTransfer] = useState<Transfer>();
  const input = useRef<HTMLInputElement>(null);

  const take = async (file: File | undefined) => {
    if (!file) return;
    const refusal = refusalOf(file);
    onFailure(refusal);
    if (refusal) return;
    const stop = new AbortController();
    const onProgress = (fraction: number) => setTransfer({ file, fraction, stop });
    onProgress(0);
    try {
      onSong(uploadedSong(await uploadFile(file, { signal: stop.signal, onProgress })));
    } catch (error) {
      if (!stop.signal.aborted) onFailure(toFailure(error));
    } finally {
      setTransfer(undefined);
      if (input.current) input.current.value = '';
    }
  };

  if (transfer) return <TransferCard {...transfer} />;
  return (
    <div
      class={over ? 'drop-zone drop-zone-over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <UploadIcon />
      <p class="drop-zone-title" id="drop-title">
        Drop a song here
      </p>
      <p class="muted small" id="drop-formats">
        wav, mp3, flac, ogg, opus, m4a, webm or aiff, up to {formatBytes(maxUploadBytes)}
      </p>
      <label class="button button-quiet file-button">
        Choose a file
        <input
          ref={input}
          type="file"
          accept={accepted}
          aria-describedby="drop-formats"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
    </div>
  );
}

function TransferCard({ file, fraction, stop }: Transfer) {
  const checking = fraction >= 1;
  return (
    <div class="drop-zone drop-zone-busy" role="group" aria-label="Upload">
      <p class="drop-zone-title ellipsis">{file.name}</p>
      <ProgressBar fraction={fraction} label="Upload" />
      <p class="muted" role="status">
        {checking ? 'Checking the audio…' : `Uploading ${formatBytes(file.size)}…`}
      </p>
      <button type="button" class="button button-quiet" onClick={() => stop.abort()}>
        Cancel upload
      </button>
    </div>
  );
}

function refusalOf(file: File): Failure | undefined {
  if (file.size === 0)
    return {
      code: 'empty-file',
      message: `“${file.name}” is empty`,
      hint: 'Choose a file with sound in it.',
    };
  if (file.size <= maxUploadBytes) return undefined;
  return {
    code: 'too-large',
    message: `“${file.name}” has ${formatBytes(file.size)}; ${formatBytes(maxUploadBytes)} is the most`,
    hint: 'Save it as flac or mp3 and try again.',
  };
}
