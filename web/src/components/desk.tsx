import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { createCover } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Job, Voice } from '../api/types.js';
import type { CoverSettings } from '../state/cover-settings.js';
import type { Run } from '../state/runs.js';
import type { Song } from '../state/song.js';
import { Ornament } from './ornament.js';
import { SessionPanel } from './session-panel.js';
import { SettingsPanel } from './settings-panel.js';
import { SourcePicker } from './source-picker.js';
import { VoicePicker } from './voice-picker.js';

/** What lies on the desk; a run without what is still missing. */
export interface Draft {
  song?: Song;
  voice?: string;
  settings: CoverSettings;
}

interface DeskProps {
  draft: Draft;
  voices: Voice[];
  onDraft: (draft: Draft) => void;
  onStarted: (job: Job, run: Run) => void;
}

/** Where a cover is prepared: song, voice, settings, Generate. */
export function Desk({ draft, voices, onDraft, onStarted }: DeskProps) {
  const { song, settings } = draft;
  const voice = voices.find(({ id }) => id === draft.voice);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const generate = async () => {
    if (!song || !voice) return;
    setSending(true);
    setFailure(undefined);
    try {
      const job = await createCover({ source: song.source, voice: voice.id, ...settings });
      onStarted(job, { song, voice: voice.id, settings });
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setSending(false);
    }
  };

  return (
    <>
      <div class="hero">
        <h1>
          Any song.
          <br />
          <em>Another voice.</em>
        </h1>
        <p class="hero-note">
          Canto takes the singing out of a song, sings it with the voice you pick, and mixes it back
          in. On this machine; nothing leaves it.
        </p>
        <Ornament />
      </div>
      <div class="desk">
        <Step number={1} title="Song">
          <SourcePicker song={song} onSong={(chosen) => onDraft({ ...draft, song: chosen })} />
        </Step>
        <Step number={2} title="Voice">
          <VoicePicker
            voices={voices}
            chosen={voice?.id}
            onChoose={(id) => onDraft({ ...draft, voice: id })}
          />
        </Step>
        <Step number={3} title="Cover">
          <SettingsPanel
            settings={settings}
            onChange={(changed) => onDraft({ ...draft, settings: changed })}
          />
          <SessionPanel
            song={song}
            voice={voice}
            sending={sending}
            failure={failure}
            onGenerate={() => void generate()}
          />
        </Step>
      </div>
    </>
  );
}

function Step({
  number,
  title,
  children,
}: {
  number: number;
  title: string;
  children: ComponentChildren;
}) {
  const id = `step-${number}`;
  return (
    <section class="step" aria-labelledby={id}>
      <h2 class="step-title" id={id}>
        <span class="step-number" aria-hidden="true">
          {number}
        </span>
        {title}
      </h2>
      <div class="step-body">{children}</div>
    </section>
  );
}
