import { createMaster } from '../api/endpoints.js';
import { percent } from '../format/percent.js';
import { signed } from '../format/signed.js';
import {
  platformOf,
  platforms,
  type MasterSettings,
  type PlatformId,
} from '../state/master-settings.js';
import type { Song } from '../state/song.js';
import { useGenerate } from '../state/use-generate.js';
import { usePageHeading } from '../state/use-page-heading.js';
import type { DeskProps } from './desk-props.js';
import { FormatField } from './format-field.js';
import { Hero } from './hero.js';
import { ReferencePicker } from './reference-picker.js';
import { SessionPanel, songNote } from './session-panel.js';
import { SliderField } from './slider-field.js';
import { SourcePicker } from './source-picker.js';
import { Step } from './step.js';

interface MasterPageProps extends DeskProps<MasterSettings> {
  /** What the master is to sound like. */
  reference: Song | undefined;
  onReference: (reference: Song | undefined) => void;
}

/** Where a master is prepared: mix, loudness, reference. */
export function MasterPage(props: MasterPageProps) {
  const { song, limits, settings, reference, history } = props;
  const heading = usePageHeading('Master – Canto');
  const generation = useGenerate(props.onStarted, [song, settings, reference]);
  const change = (changes: Partial<MasterSettings>) =>
    props.onSettings({ ...settings, ...changes });
  return (
    <>
      <div class="work">
        <Hero note="Canto brings a finished mix to release loudness, without a peak over the ceiling, and like a reference if you have one. Nothing leaves this machine.">
          <h1 tabIndex={-1} ref={heading}>
            A mix. <em>Ready for release.</em>
          </h1>
        </Hero>
        <Step number={1} title="Mix">
          <SourcePicker song={song} limits={limits} onSong={props.onSong} />
        </Step>
        <Step number={2} title="Loudness">
          <PlatformField settings={settings} onChange={change} />
          <SliderField
            label="Loudness"
            value={settings.targetLufs}
            min={-24}
            max={-6}
            step={0.5}
            text={reference ? 'the reference’s' : `${signed(settings.targetLufs, 1)} LUFS`}
            disabled={reference !== undefined}
            onChange={(targetLufs) => change({ targetLufs })}
          />
          <SliderField
            label="Ceiling"
            value={settings.ceilingDbtp}
            min={-3}
            max={-0.1}
            step={0.1}
            text={`${signed(settings.ceilingDbtp, 1)} dBTP`}
            note="No peak goes beyond it, not even between the samples."
            onChange={(ceilingDbtp) => change({ ceilingDbtp })}
          />
          <SliderField
            label="Treatment"
            value={settings.amount}
            min={0}
            max={1}
            step={0.05}
            text={percent(settings.amount)}
            note="Equalizer and compression beside the limiter; at 0 it only gets louder."
            onChange={(amount) => change({ amount })}
          />
        </Step>
        <Step number={3} title="Reference">
          <ReferencePicker reference={reference} limits={limits} onReference={props.onReference} />
        </Step>
        <Step number={4} title="File">
          <div class="fields">
            <FormatField value={settings.format} onChange={(format) => change({ format })} />
          </div>
        </Step>
      </div>
      <div class="side">
        <SessionPanel
          action="Master"
          subject={song.name}
          note={songNote(song)}
          generation={generation}
          request={() =>
            createMaster({
              source: song.source,
              ...settings,
              // A reference brings its own loudness.
              ...(reference && { reference: reference.source, targetLufs: undefined }),
            })
          }
        >
          mastered{' '}
          {reference ? (
            <>
              like <b>{reference.name}</b>
            </>
          ) : (
            <>
              to <b>{signed(settings.targetLufs, 1)} LUFS</b>
            </>
          )}
        </SessionPanel>
        {history}
      </div>
    </>
  );
}

interface PlatformFieldProps {
  settings: MasterSettings;
  onChange: (changes: Partial<MasterSettings>) => void;
}

function PlatformField({ settings, onChange }: PlatformFieldProps) {
  const choose = (id: PlatformId) => {
    const platform = platforms.find((one) => one.id === id);
    if (!platform) return;
    onChange({ targetLufs: platform.targetLufs, ceilingDbtp: platform.ceilingDbtp });
  };
  return (
    <label class="field">
      <span class="field-head">For</span>
      <select
        value={platformOf(settings)}
        onChange={(event) => choose(event.currentTarget.value as PlatformId)}
      >
        {platforms.map(({ id, title, targetLufs, ceilingDbtp }) => (
          <option key={id} value={id}>
            {title}: {signed(targetLufs)} LUFS, {signed(ceilingDbtp)} dBTP
          </option>
        ))}
        <option value="own">Values of your own</option>
      </select>
    </label>
  );
}
