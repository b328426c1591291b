import { useState } from 'preact/hooks';
import { importVoice, importVoiceLink } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Voice } from '../api/types.js';
import { deskAddresses } from '../state/use-route.js';
import { FailureCard } from './failure-card.js';

interface VoiceImportProps {
  onVoice: (voice: Voice) => void;
}

/** Takes a voice of RVC, by choice, by drop or from a link. */
export function VoiceImport({ onVoice }: VoiceImportProps) {
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const take = async (read: () => Promise<Voice>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      onVoice(await read());
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const takeFiles = (files: FileList | null | undefined) => {
    if (files?.length && !busy) void take(() => importVoice([...files]));
  };
  const takeLink = (event: SubmitEvent) => {
    event.preventDefault();
    const link = new FormData(event.currentTarget as HTMLFormElement).get('link');
    if (typeof link === 'string' && link && !busy) void take(() => importVoiceLink(link));
  };

  return (
    <div
      class={over ? 'voice-import voice-import-over' : 'voice-import'}
      aria-busy={busy}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        takeFiles(event.dataTransfer?.files);
      }}
    >
      <a class="button button-quiet" href={deskAddresses.clone}>
        Clone your voice
      </a>
      <p class="small muted" id="voice-import-about">
        {busy
          ? 'Reading the voice…'
          : 'Your own voice of RVC: drop its .pth or .onnx and its .index, or a .zip'}
      </p>
      <label class="button button-quiet file-button">
        Import a voice
        <input
          type="file"
          multiple
          disabled={busy}
          accept=".pth,.onnx,.index,.zip,.canto-voice"
          aria-describedby="voice-import-about"
          onChange={({ currentTarget }) => {
            takeFiles(currentTarget.files);
            currentTarget.value = '';
          }}
        />
      </label>
      <form class="voice-import-link" onSubmit={takeLink}>
        <input
          type="url"
          name="link"
          placeholder="or a direct https link"
          aria-label="Direct link to a voice"
        />
        <button class="button button-quiet" type="submit" disabled={busy}>
          Fetch
        </button>
      </form>
      {failure && <FailureCard failure={failure} />}
    </div>
  );
}
