import { inSemitones } from '../format/in-semitones.js';
import { percent } from '../format/percent.js';
import { signed } from '../format/signed.js';
import {
  changedSettings,
  defaultSettings,
  withDefaults,
  type CoverSettings,
} from '../state/cover-settings.js';
import { FormatField } from './format-field.js';
import { SlidersIcon } from './icons.js';
import { CantoGroup } from './canto-group.js';
import { PitchField } from './pitch-field.js';
import { RvcGroup } from './rvc-group.js';
import { SliderField } from './slider-field.js';

interface SettingsPanelProps {
  settings: CoverSettings;
  /** The engine of the chosen voice, which has knobs of its own. */
  engine: string | undefined;
  onChange: (settings: CoverSettings) => void;
}

/** A group of settings, and how one of them changes them. */
export interface GroupProps {
  settings: CoverSettings;
  change: (changes: Partial<CoverSettings>) => void;
}

/** Everything that has a good default. */
export function SettingsPanel({ settings, engine, onChange }: SettingsPanelProps) {
  const change = (changes: Partial<CoverSettings>) => onChange({ ...settings, ...changes });
  const changed = changedSettings(settings);
  return (
    <details class="settings">
      <summary>
        <SlidersIcon />
        Advanced settings
        <span class="settings-count">
          {changed ? `${changed} changed` : 'all at their defaults'}
        </span>
      </summary>
      <div class="settings-groups">
        <PitchGroup settings={settings} change={change} />
        <VoiceGroup settings={settings} change={change} isRvc={engine === 'rvc'} />
        {engine === 'canto' && <CantoGroup settings={settings} change={change} />}
        {engine === 'rvc' && <RvcGroup settings={settings} change={change} />}
        <LevelGroup settings={settings} change={change} />
        <RoomGroup settings={settings} change={change} />
        <OutputGroup settings={settings} change={change} />
        <button
          type="button"
          class="button button-quiet settings-reset"
          disabled={!changed}
          onClick={() => onChange(withDefaults(settings))}
        >
          Reset to defaults
        </button>
      </div>
    </details>
  );
}

function PitchGroup({ settings, change }: GroupProps) {
  return (
    <fieldset>
      <legend>Pitch</legend>
      <PitchField
        autoLabel="Fit the melody to the voice"
        label="Transpose vocals"
        value={settings.pitch}
        onChange={(pitch) => change({ pitch })}
      />
      <SliderField
        label="Transpose song"
        value={settings.songTranspose}
        min={-24}
        max={24}
        step={1}
        text={inSemitones(settings.songTranspose)}
        note="Music and melody together"
        onChange={(songTranspose) => change({ songTranspose })}
      />
    </fieldset>
  );
}

/** Strength and formants mean nothing to voices of RVC. */
function VoiceGroup({ settings, change, isRvc }: GroupProps & { isRvc: boolean }) {
  return (
    <fieldset>
      <legend>Voice</legend>
      {!isRvc && (
        <>
          <SliderField
            label="Strength"
            value={settings.strength}
            min={0}
            max={1}
            step={0.05}
            text={percent(settings.strength)}
            note="From the singer’s timbre to the voice’s"
            onChange={(strength) => change({ strength })}
          />
          <SliderField
            label="Formants"
            value={settings.formant}
            min={-12}
            max={12}
            step={0.5}
            text={inSemitones(settings.formant)}
            note="Down is larger and darker, up smaller and brighter"
            onChange={(formant) => change({ formant })}
          />
        </>
      )}
      <SliderField
        label="De-reverb"
        value={settings.dereverb}
        min={0}
        max={1}
        step={0.05}
        text={percent(settings.dereverb)}
        note="Takes the singer’s room away before the voice is changed"
        onChange={(dereverb) => change({ dereverb })}
      />
    </fieldset>
  );
}

function LevelGroup({ settings, change }: GroupProps) {
  const gain = (label: string, key: 'vocalGainDb' | 'instrumentalGainDb') => (
    <SliderField
      label={label}
      value={settings[key]}
      min={-24}
      max={12}
      step={0.5}
      text={`${signed(settings[key], 1)} dB`}
      onChange={(gainDb) => change({ [key]: gainDb })}
    />
  );
  return (
    <fieldset>
      <legend>Levels</legend>
      {gain('Vocal', 'vocalGainDb')}
      {gain('Instrumental', 'instrumentalGainDb')}
    </fieldset>
  );
}

function RoomGroup({ settings, change }: GroupProps) {
  const { reverb } = settings;
  const changeReverb = (changes: Partial<CoverSettings['reverb']>) =>
    change({ reverb: { ...reverb, ...changes } });
  return (
    <fieldset>
      <legend>Reverb</legend>
      <SliderField
        label="Original room"
        value={reverb.match}
        min={0}
        max={1}
        step={0.05}
        text={percent(reverb.match)}
        onChange={(match) => changeReverb({ match })}
      />
      <SliderField
        label="Room"
        value={reverb.room}
        min={0}
        max={1}
        step={0.05}
        text={percent(reverb.room)}
        onChange={(room) => changeReverb({ room, match: 0 })}
      />
      <SliderField
        label="Decay"
        value={reverb.decaySeconds}
        min={0.1}
        max={10}
        step={0.1}
        text={`${reverb.decaySeconds.toFixed(1)} s`}
        onChange={(decaySeconds) => changeReverb({ decaySeconds, match: 0 })}
      />
      <SliderField
        label="Damping"
        value={reverb.damping}
        min={0}
        max={1}
        step={0.05}
        text={percent(reverb.damping)}
        onChange={(damping) => changeReverb({ damping })}
      />
      <SliderField
        label="Wet"
        value={reverb.wet}
        min={0}
        max={1}
        step={0.05}
        text={percent(reverb.wet)}
        onChange={(wet) => changeReverb({ wet, match: 0 })}
      />
    </fieldset>
  );
}

function OutputGroup({ settings, change }: GroupProps) {
  return (
    <fieldset>
      <legend>Output</legend>
      <FormatField value={settings.format} onChange={(format) => change({ format })} />
      <label class="field">
        <span class="field-head">Seed</span>
        <input
          type="number"
          inputMode="numeric"
          min={0}
          max={0xffffffff}
          step={1}
          value={settings.seed}
          onChange={(event) => change({ seed: seedOf(event.currentTarget.valueAsNumber) })}
        />
        <span class="muted small">The same seed gives the same file, bit by bit</span>
      </label>
    </fieldset>
  );
}

function seedOf(value: number): number {
  return Number.isFinite(value)
    ? Math.min(0xffffffff, Math.max(0, Math.round(value)))
    : defaultSettings.seed;
}
