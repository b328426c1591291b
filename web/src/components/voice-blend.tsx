import { useState } from 'preact/hooks';
import { blendPreviewUrl, blendVoices } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Voice } from '../api/types.js';
import { percent } from '../format/percent.js';
import { FailureCard } from './failure-card.js';
import { SlidersIcon } from './icons.js';
import { ListenButton } from './listen-button.js';
import { SliderField } from './slider-field.js';
import { SwitchField } from './switch-field.js';

interface VoiceBlendProps {
  voices: readonly Voice[];
  onVoice: (voice: Voice) => void;
}

/** Heard side by side, the parents among them. */
const previewedMixes = [0, 0.25, 0.5, 0.75, 1];
/** As of `canto voices blend --unique`. */
const uniqueDistanceDb = 2;

/** Makes a new voice between two: heard at several mixes, then named and made. */
export function VoiceBlend({ voices, onVoice }: VoiceBlendProps) {
  const [from, setFrom] = useState<string>();
  const [other, setOther] = useState<string>();
  const [mix, setMix] = useState(0.5);
  const [unique, setUnique] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const first = voices.find(({ id }) => id === from) ?? voices.at(0);
  // Only voices of one engine can be blended.
  const partners = voices.filter(({ id, engine }) => engine === first?.engine && id !== first.id);
  const second = partners.find(({ id }) => id === other) ?? partners.at(0);

  const make = async (name: string) => {
    if (!first || !second || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const distance = unique ? uniqueDistanceDb : undefined;
      onVoice(await blendVoices({ name, from: first.id, with: second.id, mix, distance }));
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <details class="settings voice-blend">
      <summary>
        <SlidersIcon />
        Blend two voices into a new one
      </summary>
      <form
        class="voice-blend-form"
        aria-busy={busy}
        onSubmit={(event) => {
          event.preventDefault();
          const name = new FormData(event.currentTarget).get('name');
          if (typeof name === 'string' && name.trim()) void make(name.trim());
        }}
      >
        <div class="fields">
          <VoiceField label="First voice" voices={voices} value={first} onChange={setFrom} />
          <VoiceField label="Second voice" voices={partners} value={second} onChange={setOther} />
        </div>
        {first && second && (
          <>
            <SliderField
              label="Mix"
              value={mix}
              min={0.05}
              max={0.95}
              step={0.05}
              text={`${percent(1 - mix)} ${first.name}, ${percent(mix)} ${second.name}`}
              onChange={setMix}
            />
            <ul class="blend-previews" aria-label="Previews">
              {previewsOf(mix).map((share) => (
                <li key={share}>
                  <ListenButton
                    url={blendPreviewUrl({ from: first.id, with: second.id, mix: share })}
                    voiceName={`${percent(share)} ${second.name}`}
                  />
                  <span class="small muted">{percent(share)}</span>
                </li>
              ))}
            </ul>
            <SwitchField
              label="Unlike every other voice here"
              checked={unique}
              onChange={setUnique}
            />
            <label class="field">
              <span class="field-head">Name of the new voice</span>
              <input type="text" name="name" required maxLength={100} autocomplete="off" />
            </label>
            <button class="button button-lamp" type="submit" disabled={busy}>
              {busy ? 'Blending…' : 'Make this voice'}
            </button>
          </>
        )}
        {first && !second && (
          <p class="muted small">{first.name} has no other voice of its engine to blend with.</p>
        )}
        {failure && <FailureCard failure={failure} />}
      </form>
    </details>
  );
}

/** The mixes that everybody compares, and the one that is set. */
function previewsOf(mix: number): number[] {
  const shares = [...previewedMixes, Math.round(100 * mix) / 100];
  return [...new Set(shares)].sort((a, b) => a - b);
}

interface VoiceFieldProps {
  label: string;
  voices: readonly Voice[];
  value: Voice | undefined;
  onChange: (id: string) => void;
}

function VoiceField({ label, voices, value, onChange }: VoiceFieldProps) {
  return (
    <label class="field">
      <span class="field-head">{label}</span>
      <select value={value?.id} onChange={(event) => onChange(event.currentTarget.value)}>
        {voices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
