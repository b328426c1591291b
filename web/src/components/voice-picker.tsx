import type { Failure, Voice } from '../api/types.js';
import { FailureCard } from './failure-card.js';
import { VoiceCard } from './voice-card.js';

interface VoicePickerProps {
  /** `undefined` until they are known. */
  voices: Voice[] | undefined;
  failure: Failure | undefined;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** As many as are built in, so that nothing moves when they arrive. */
const placeholders = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The second step: whose voice will sing. */
export function VoicePicker({ voices, failure, chosen, onChoose }: VoicePickerProps) {
  if (failure) return <FailureCard failure={failure} />;
  return (
    <fieldset class="voices">
      <legend class="visually-hidden">Voice</legend>
      {!voices && placeholders.map((n) => <div class="voice-card" key={n} />)}
      {voices?.map((voice) => (
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
