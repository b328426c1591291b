import { previewUrl } from '../api/endpoints.js';
import type { CloneJob } from '../api/types.js';
import { noteName } from '../format/note-name.js';
import { Downloads } from './downloads.js';
import { FindingList } from './finding-list.js';
import { ListenButton } from './listen-button.js';
import { RangeStrip } from './range-strip.js';

interface CloneResultProps {
  job: CloneJob;
  onUseVoice: (id: string) => void;
}

/** A new voice: to hear, to sing with, to take away. */
export function CloneResult({ job: { report, files }, onUseVoice }: CloneResultProps) {
  if (!report) return <Downloads title="Results" files={files} />;
  const { voice, recordings, voicedSeconds, findings } = report;
  const { lowHz, highHz } = voice.range;
  return (
    <>
      <section class="card new-voice" aria-labelledby="new-voice-title">
        <h2 class="card-title" id="new-voice-title">
          The voice
        </h2>
        <RangeStrip range={voice.range} />
        <p class="muted small">
          Sings {noteName(lowHz)}–{noteName(highHz)}; made of {voicedSeconds} s of voice in{' '}
          {recordings.length} {recordings.length === 1 ? 'recording' : 'recordings'}.
        </p>
        <div class="new-voice-actions">
          <button type="button" class="button button-lamp" onClick={() => onUseVoice(voice.id)}>
            Sing a song with it
          </button>
          <ListenButton url={previewUrl(voice.id)} voiceName={voice.name} />
        </div>
        {findings.length > 0 && <FindingList findings={findings} />}
      </section>
      <Downloads title="To take away" files={files} />
    </>
  );
}
