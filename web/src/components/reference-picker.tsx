import { useRef, useState } from 'preact/hooks';
import { toFailure } from '../api/request.js';
import type { Failure, Limits } from '../api/types.js';
import { uploadFile } from '../api/upload-file.js';
import { acceptedAudio, refusalOf } from '../state/file-refusal.js';
import { uploadedSong, type Song } from '../state/song.js';
import { ChosenSong } from './chosen-song.js';
import { FailureCard } from './failure-card.js';
import { TransferCard, type Transfer } from './transfer-card.js';

interface ReferencePickerProps {
  reference: Song | undefined;
  limits: Limits | undefined;
  onReference: (reference: Song | undefined) => void;
}

/** Takes a released track that the master is to sound like; none is fine. */
export function ReferencePicker({ reference, limits, onReference }: ReferencePickerProps) {
  const [transfer, setTransfer] = useState<Transfer>();
  const [failure, setFailure] = useState<Failure>();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const refusal = refusalOf(file, limits);
    setFailure(refusal);
    if (refusal) return;
    const stop = new AbortController();
    const onProgress = (fraction: number) => setTransfer({ file, fraction, stop });
    onProgress(0);
    try {
      onReference(uploadedSong(await uploadFile(file, { signal: stop.signal, onProgress })));
    } catch (error) {
      if (!stop.signal.aborted) setFailure(toFailure(error));
    } finally {
      setTransfer(undefined);
      if (input.current) input.current.value = '';
    }
  };
  if (transfer) return <TransferCard {...transfer} />;
  return (
    <div class="sources">
      {reference && (
        <ChosenSong
          song={reference}
          removal="Without a reference"
          onRemove={() => onReference(undefined)}
        />
      )}
      {failure && <FailureCard failure={failure} />}
      <div class="drop-zone">
        <div class="drop-zone-about">
          <p class="source-card-title">A track it should sound like</p>
          <p class="muted small" id="reference-note">
            Its spectrum, loudness, dynamics and width are taken over. Leave it out for the mix’s
            own.
          </p>
        </div>
        <label class="button button-quiet file-button">
          Choose a reference
          <input
            ref={input}
            type="file"
            accept={acceptedAudio}
            aria-describedby="reference-note"
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </label>
      </div>
    </div>
  );
}
