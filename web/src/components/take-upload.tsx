import { useState } from 'preact/hooks';
import type { Limits } from '../api/types.js';
import { useDroppedFile } from '../state/use-dropped-file.js';
import { acceptedAudio, refusalOf } from '../state/file-refusal.js';
import type { Failure } from '../api/types.js';
import { FailureCard } from './failure-card.js';

interface TakeUploadProps {
  limits: Limits | undefined;
  onFiles: (files: readonly File[]) => void;
}

/** Takes recordings that are there already, by choice, or by drop anywhere on the page. */
export function TakeUpload({ limits, onFiles }: TakeUploadProps) {
  const [failure, setFailure] = useState<Failure>();
  const take = (files: readonly File[]) => {
    const refusals = files.map((file) => refusalOf(file, limits));
    setFailure(refusals.find((refusal) => refusal !== undefined));
    const good = files.filter((_, i) => refusals[i] === undefined);
    if (good.length > 0) onFiles(good);
  };
  const over = useDroppedFile((file) => file && take([file]));
  return (
    <div class={over ? 'take-upload take-upload-over' : 'take-upload'}>
      <p class="muted small" id="take-formats">
        Or drop recordings of the voice alone: wav, mp3, flac, m4a, ogg, opus, webm
      </p>
      <label class="button button-quiet file-button">
        Choose recordings
        <input
          type="file"
          multiple
          accept={acceptedAudio}
          aria-describedby="take-formats"
          onChange={({ currentTarget }) => {
            take([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </label>
      {failure && <FailureCard failure={failure} />}
    </div>
  );
}
