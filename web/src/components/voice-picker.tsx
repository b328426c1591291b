import type { Voice } from '../api/types.js';
import { VoiceCard } from './voice-card.js';

interface VoicePickerProps {
  voices: Voice[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** The second step: whose voice will sing. */
export function VoicePicker({ voices, chosen, onChoose }: VoicePickerProps) {
  return (
    <fieldset class="voices">
      <legend class="visually-hidden">Voice</legend>
      {voices.map((voice) => (
        <VoiceCard
          key={voice.id}
          voice={voice}
          chosen={voice.id === chosen}
          onChoose={() => onChoose(voice.id)}
        />
      ))}
    </fieldset>
  );
}
