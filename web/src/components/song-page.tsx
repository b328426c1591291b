import type { ComponentChildren } from 'preact';
import { createSong } from '../api/endpoints.js';
import type { Job, Voice } from '../api/types.js';
import { formatDuration } from '../format/format-duration.js';
import { promptExamples, songRequest, type SongSettings } from '../state/song-settings.js';
import { useGenerate } from '../state/use-generate.js';
import { usePageHeading } from '../state/use-page-heading.js';
import { FormatField } from './format-field.js';
import { Hero } from './hero.js';
import { SessionPanel } from './session-panel.js';
import { SliderField } from './slider-field.js';
import { Step } from './step.js';
import { SwitchField } from './switch-field.js';

interface SongPageProps {
  settings: SongSettings;
  voices: readonly Voice[];
  history: ComponentChildren;
  onSettings: (settings: SongSettings) => void;
  onStarted: (job: Job) => void;
}

/** Where a song is asked for: words, lyrics, voice, length. */
export function SongPage({ settings, voices, history, onSettings, onStarted }: SongPageProps) {
  const heading = usePageHeading('Song – Canto');
  const generation = useGenerate(onStarted, [settings]);
  const change = (changes: Partial<SongSettings>) => onSettings({ ...settings, ...changes });
  const { prompt, durationSeconds, instrumental } = settings;
  return (
    <>
      <div class="work">
        <Hero note="Say what it is to be like, and Canto writes it, sings it, plays it, mixes it. Every part can be changed afterwards. Nothing leaves this machine.">
          <h1 tabIndex={-1} ref={heading}>
            Some words. <em>A song.</em>
          </h1>
        </Hero>
        <Step number={1} title="In words">
          <label class="field">
            <span class="field-head">Style, mood, tempo, key, instruments, topic</span>
            <textarea
              rows={3}
              maxLength={2000}
              value={prompt}
              onInput={(event) => change({ prompt: event.currentTarget.value })}
            />
          </label>
          <ul class="prompt-examples" aria-label="Examples">
            {promptExamples.map((example) => (
              <li key={example}>
                <button
                  type="button"
                  class="button button-quiet"
                  onClick={() => change({ prompt: example })}
                >
                  {example}
                </button>
              </li>
            ))}
          </ul>
        </Step>
        <Step number={2} title="Voice">
          <SwitchField
            label="Instrumental: nobody sings"
            checked={instrumental}
            onChange={(checked) => change({ instrumental: checked })}
          />
          {!instrumental && <VoiceFields settings={settings} voices={voices} onChange={change} />}
        </Step>
        <Step number={3} title="Length and file">
          <SliderField
            label="Length"
            value={durationSeconds}
            min={10}
            max={300}
            step={5}
            text={formatDuration(durationSeconds)}
            note="To a bar"
            onChange={(seconds) => change({ durationSeconds: seconds })}
          />
          <div class="fields">
            <FormatField value={settings.format} onChange={(format) => change({ format })} />
            <label class="field">
              <span class="field-head">Seed</span>
              <input
                type="number"
                min={0}
                max={0xffffffff}
                step={1}
                value={settings.seed}
                onChange={(event) =>
                  change({ seed: Math.max(0, Math.round(event.currentTarget.valueAsNumber || 0)) })
                }
              />
              <span class="muted small">Another seed gives another song</span>
            </label>
          </div>
        </Step>
      </div>
      <div class="side">
        <SessionPanel
          action="Write the song"
          subject={prompt.trim() || 'Nothing yet'}
          note="Most songs take well under a minute."
          generation={generation}
          request={prompt.trim() ? () => createSong(songRequest(settings)) : undefined}
        >
          in <b>{formatDuration(durationSeconds)}</b>
        </SessionPanel>
        {history}
      </div>
    </>
  );
}

interface VoiceFieldsProps {
  settings: SongSettings;
  voices: readonly Voice[];
  onChange: (changes: Partial<SongSettings>) => void;
}

function VoiceFields({ settings: { voice, lyrics }, voices, onChange }: VoiceFieldsProps) {
  return (
    <>
      <label class="field">
        <span class="field-head">Who sings</span>
        <select value={voice} onChange={(event) => onChange({ voice: event.currentTarget.value })}>
          <option value="">As the words say</option>
          {voices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-head">Lyrics</span>
        <textarea
          rows={8}
          maxLength={20_000}
          placeholder={'[verse]\nLeave this empty, and Canto writes some.\n\n[chorus]\n…'}
          value={lyrics}
          onInput={(event) => onChange({ lyrics: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
