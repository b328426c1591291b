import type { Voice } from '../api/types.js';
import { signed } from '../format/signed.js';
import { backingSinger, leftOut, withBacking, withSecond } from '../state/cast.js';
import type { CoverSettings } from '../state/cover-settings.js';
import type { Song } from '../state/song.js';
import { SingersIcon } from './icons.js';
import { PitchField } from './pitch-field.js';
import { SecondLeadRanges } from './second-lead-ranges.js';
import { SingerField } from './singer-field.js';
import { SliderField } from './slider-field.js';

interface CastPanelProps {
  /** Who sings the lead. */
  lead: string | undefined;
  voices: readonly Voice[];
  song: Song;
  settings: CoverSettings;
  onLead: (singer: string) => void;
  onChange: (settings: CoverSettings) => void;
}

/** Who sings which part: lead, second lead and backing vocals. */
export function CastPanel({ lead, voices, song, settings, onLead, onChange }: CastPanelProps) {
  const { second, backing } = settings.cast;
  const changeSecond = (changes: Partial<NonNullable<typeof second>>) =>
    second &&
    onChange({ ...settings, cast: { ...settings.cast, second: { ...second, ...changes } } });
  return (
    <details class="settings">
      <summary>
        <SingersIcon />
        Cast
        <span class="settings-count">{partsInWords(settings)}</span>
      </summary>
      <div class="settings-groups">
        <fieldset>
          <legend>Lead</legend>
          <SingerField
            label="Sings the lead"
            value={lead ?? leftOut}
            voices={voices}
            onChange={onLead}
          />
        </fieldset>
        <fieldset>
          <legend>Backing vocals</legend>
          <SingerField
            label="Sings the backing vocals"
            value={backingSinger(settings)}
            voices={voices}
            nobody="Nobody: left out"
            onChange={(singer) => onChange(withBacking(settings, singer))}
          />
          {backing && (
            <PitchField
              autoLabel="Fit the backing vocals to the voice"
              label="Transpose backing vocals"
              value={backing.pitch}
              onChange={(pitch) =>
                onChange({
                  ...settings,
                  cast: { ...settings.cast, backing: { ...backing, pitch } },
                })
              }
            />
          )}
          {backingSinger(settings) !== leftOut && (
            <GainField
              label="Backing vocals"
              value={settings.backingGainDb}
              onChange={(backingGainDb) => onChange({ ...settings, backingGainDb })}
            />
          )}
        </fieldset>
        <fieldset class="cast-second">
          <legend>Second lead</legend>
          <SingerField
            label="Sings the second lead"
            value={second?.voice ?? leftOut}
            voices={voices}
            nobody="Nobody: one lead throughout"
            onChange={(singer) => onChange(withSecond(settings, singer, song))}
          />
          {second && (
            <>
              <SecondLeadRanges
                song={song}
                ranges={second.at}
                onChange={(at) =>
                  onChange(
                    at.length > 0
                      ? { ...settings, cast: { ...settings.cast, second: { ...second, at } } }
                      : withSecond(settings, leftOut, song),
                  )
                }
              />
              <PitchField
                autoLabel="Fit the second lead to the voice"
                label="Transpose second lead"
                value={second.pitch}
                onChange={(pitch) => changeSecond({ pitch })}
              />
              <GainField
                label="Second lead"
                value={second.gainDb}
                onChange={(gainDb) => changeSecond({ gainDb })}
              />
            </>
          )}
        </fieldset>
      </div>
    </details>
  );
}

interface GainFieldProps {
  label: string;
  value: number;
  onChange: (gainDb: number) => void;
}

function GainField({ label, value, onChange }: GainFieldProps) {
  return (
    <SliderField
      label={`${label} level`}
      value={value}
      min={-24}
      max={12}
      step={0.5}
      text={`${signed(value, 1)} dB`}
      onChange={onChange}
    />
  );
}

function partsInWords(settings: CoverSettings): string {
  const parts = [
    'lead',
    ...(settings.cast.second ? ['second lead'] : []),
    ...(backingSinger(settings) === leftOut ? [] : ['backing vocals']),
  ];
  return parts.length === 1 ? 'one lead, no backing vocals' : parts.join(', ');
}
