import { useRef, useState } from 'preact/hooks';
import { toFailure } from '../api/request.js';
import type { Failure, Limits } from '../api/types.js';
import { uploadFile } from '../api/upload-file.js';
import { formatBytes } from '../format/format-bytes.js';
import { acceptedAudio, refusalOf } from '../state/file-refusal.js';
import { uploadedSong, type Song } from '../state/song.js';
import { useDroppedFile } from '../state/use-dropped-file.js';
import { UploadIcon } from './icons.js';
import { TransferCard, type Transfer } from './transfer-card.js';

interface DropZoneProps {
  limits: Limits | undefined;
  onSong: (song: Song) => void;
  onFailure: (failure: Failure | undefined) => void;
}

/** Takes a file by drop, anywhere on the page, or by choice, and brings it to the server. */
export function DropZone({ limits, onSong, onFailure }: DropZoneProps) {
  const [transfer, setTransfer] = useState<Transfer>();
  const input = useRef<HTMLInputElement>(null);

  const take = async (file: File | undefined) => {
    if (!file || transfer) return;
    const refusal = refusalOf(file, limits);
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
  const over = useDroppedFile((file) => void take(file));

  if (transfer) return <TransferCard {...transfer} />;
  return (
    <div class={over ? 'drop-zone drop-zone-over' : 'drop-zone'}>
      <UploadIcon />
      <div class="drop-zone-about">
        <p class="source-card-title">Drop a song here</p>
        <p class="muted small" id="drop-formats">
          wav, mp3, flac, ogg, opus, m4a, webm, aiff{limits && `; ${inWords(limits)}`}
        </p>
      </div>
      <label class="button button-quiet file-button">
        Choose a file
        <input
          ref={input}
          type="file"
          accept={acceptedAudio}
          aria-describedby="drop-formats"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
    </div>
  );
}

function inWords({ maxUploadBytes, maxDurationSeconds }: Limits): string {
  return `up to ${formatBytes(maxUploadBytes)} and ${Math.floor(maxDurationSeconds / 60)} minutes`;
}
