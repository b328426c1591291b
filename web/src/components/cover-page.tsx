import { createCover } from '../api/endpoints.js';
import type { Failure, Voice } from '../api/types.js';
import { singersInWords } from '../state/cast.js';
import type { CoverSettings } from '../state/cover-settings.js';
import { useGenerate } from '../state/use-generate.js';
import { usePageHeading } from '../state/use-page-heading.js';
import type { DeskProps } from './desk-props.js';
import { CastPanel } from './cast-panel.js';
import { Hero } from './hero.js';
import { SessionPanel, songNote } from './session-panel.js';
import { SettingsPanel } from './settings-panel.js';
import { SourcePicker } from './source-picker.js';
import { Step } from './step.js';
import { VoiceBlend } from './voice-blend.js';
import { VoiceImport } from './voice-import.js';
import { VoicePicker } from './voice-picker.js';

interface CoverPageProps extends DeskProps<CoverSettings> {
  voices: { voices?: Voice[]; failure?: Failure; refresh: () => void };
  /** Who sings the lead: a voice's id, or `original`. */
  lead: string | undefined;
  onLead: (singer: string) => void;
}

/** Where a cover is prepared: song, voice, settings. */
export function CoverPage(props: CoverPageProps) {
  const { song, limits, settings, voices, lead, history } = props;
  const heading = usePageHeading('Canto');
  const singer = voices.voices?.find(({ id }) => id === lead);
  const generation = useGenerate(props.onStarted, [song, lead, settings]);
  return (
    <>
      <div class="work">
        <Hero note="Canto takes the singing out, sings it with the voice you pick, and mixes it back in. Nothing leaves this machine.">
          <h1 tabIndex={-1} ref={heading}>
            Any song. <em>Another voice.</em>
          </h1>
        </Hero>
        <Step number={1} title="Song">
          <SourcePicker song={song} limits={limits} onSong={props.onSong} />
        </Step>
        <Step number={2} title="Voice">
          <VoicePicker
            failure={voices.failure}
            voices={voices.voices}
            chosen={lead}
            onChoose={props.onLead}
          />
          <VoiceBlend
            voices={voices.voices ?? []}
            onVoice={({ id }) => {
              voices.refresh();
              props.onLead(id);
            }}
          />
          <VoiceImport
            onVoice={({ id }) => {
              voices.refresh();
              props.onLead(id);
            }}
          />
        </Step>
        <Step number={3} title="Sound">
          <CastPanel
            lead={lead}
            voices={voices.voices ?? []}
            song={song}
            settings={settings}
            onLead={props.onLead}
            onChange={props.onSettings}
          />
          <SettingsPanel settings={settings} engine={singer?.engine} onChange={props.onSettings} />
        </Step>
      </div>
      <div class="side">
        <SessionPanel
          action="Generate"
          subject={song.name}
          note={songNote(song)}
          generation={generation}
          request={
            lead === undefined
              ? undefined
              : () => createCover({ source: song.source, voice: lead, ...settings })
          }
        >
          sung by <b>{singersInWords(lead, settings, voices.voices ?? [])}</b>
        </SessionPanel>
        {history}
      </div>
    </>
  );
}
