import type { ComponentChildren } from 'preact';
import type { Voice } from '../api/types.js';
import type { CoverSettings } from '../state/cover-settings.js';
import type { Song } from '../state/song.js';
import { Ornament } from './ornament.js';
import { SettingsPanel } from './settings-panel.js';
import { SourcePicker } from './source-picker.js';
import { VoicePicker } from './voice-picker.js';

/** What lies on the desk, as far as it is chosen. */
export interface Draft {
  song?: Song;
  voice?: string;
  settings: CoverSettings;
}

interface DeskProps {
  draft: Draft;
  voices: Voice[];
  onDraft: (draft: Draft) => void;
}

/** Where a cover is prepared: song, voice, settings. */
export function Desk({ draft, voices, onDraft }: DeskProps) {
  return (
    <div class="work">
      <div class="hero">
        <h1>
          Any song. <em>Another voice.</em>
        </h1>
        <p class="hero-note">
          Canto takes the singing out of a song, sings it with the voice you pick, and mixes it back
          in. On this machine; nothing leaves it.
        </p>
        <Ornament />
      </div>
      <Step number={1} title="Song">
        <SourcePicker song={draft.song} onSong={(song) => onDraft({ ...draft, song })} />
      </Step>
      <Step number={2} title="Voice">
        <VoicePicker
          voices={voices}
          chosen={draft.voice}
          onChoose={(voice) => onDraft({ ...draft, voice })}
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
      <div class="step-body">{children}</div>
    </section>
  );
}
