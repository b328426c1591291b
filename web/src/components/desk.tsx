import type { ComponentChildren } from 'preact';
import type { Failure, Limits, Voice } from '../api/types.js';
import type { CoverSettings } from '../state/cover-settings.js';
import type { Song } from '../state/song.js';
import { usePageHeading } from '../state/use-page-heading.js';
import { Ornament } from './ornament.js';
import { SettingsPanel } from './settings-panel.js';
import { SourcePicker } from './source-picker.js';
import { VoiceImport } from './voice-import.js';
import { VoicePicker } from './voice-picker.js';

/** What lies on the desk. */
export interface Draft {
  /** `undefined`: the song that is here already. */
  song?: Song;
  voice?: string;
  settings: CoverSettings;
}

interface DeskProps {
  draft: Draft;
  demoSong: Song;
  limits: Limits | undefined;
  voices: { voices?: Voice[]; failure?: Failure; refresh: () => void };
  onDraft: (draft: Draft) => void;
}

/** Where a cover is prepared: song, voice, settings. */
export function Desk({ draft, demoSong, limits, voices, onDraft }: DeskProps) {
  const heading = usePageHeading('Canto');
  return (
    <div class="work">
      <div class="hero">
        <h1 tabIndex={-1} ref={heading}>
          Any song. <em>Another voice.</em>
        </h1>
        <Ornament />
        <p class="hero-note">
          Canto takes the singing out, sings it with the voice you pick, and mixes it back in.
          Nothing leaves this machine.
        </p>
      </div>
      <Step number={1} title="Song">
        <SourcePicker
          song={draft.song ?? demoSong}
          limits={limits}
          onSong={(song) => onDraft({ ...draft, song })}
        />
      </Step>
      <Step number={2} title="Voice">
        <VoicePicker
          failure={voices.failure}
          voices={voices.voices}
          chosen={draft.voice}
          onChoose={(voice) => onDraft({ ...draft, voice })}
        />
        <VoiceImport
          onVoice={({ id }) => {
            voices.refresh();
            onDraft({ ...draft, voice: id });
          }}
        />
      </Step>
      <Step number={3} title="Sound">
        <SettingsPanel
          settings={draft.settings}
          onChange={(settings) => onDraft({ ...draft, settings })}
        />
      </Step>
    </div>
  );
}

interface StepProps {
  number: number;
  title: string;
  children: ComponentChildren;
}

function Step({ number, title, children }: StepProps) {
  const id = `step-${number}`;
  return (
    <section class="step" aria-labelledby={id}>
      <h2 class="step-title" id={id}>
        <span class="step-number" aria-hidden="true">
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}
