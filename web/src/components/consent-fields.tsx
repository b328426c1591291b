import { SwitchField } from './switch-field.js';

/** Whose voice it is, and that it may be cloned. */
export interface Consent {
  name: string;
  statement: string;
  isTrue: boolean;
}

export const defaultConsent: Consent = {
  name: '',
  statement:
    'I am the person who is heard in these recordings, and I agree that Canto makes a voice of them.',
  isTrue: false,
};

interface ConsentFieldsProps {
  consent: Consent;
  onChange: (consent: Consent) => void;
}

/** The second step: a name, and the owner's own statement, which stays with the voice. */
export function ConsentFields({ consent, onChange }: ConsentFieldsProps) {
  const change = (changes: Partial<Consent>) => onChange({ ...consent, ...changes });
  return (
    <div class="consent">
      <label class="field">
        <span class="field-head">Name of the voice</span>
        <input
          type="text"
          maxLength={100}
          autocomplete="off"
          value={consent.name}
          onInput={({ currentTarget }) => change({ name: currentTarget.value })}
        />
      </label>
      <label class="field">
        <span class="field-head">Consent, in your own words</span>
        <textarea
          rows={3}
          maxLength={2000}
          aria-describedby="consent-about"
          value={consent.statement}
          onInput={({ currentTarget }) => change({ statement: currentTarget.value, isTrue: false })}
        />
      </label>
      <p class="muted small" id="consent-about">
        It is written into the voice. Cloning somebody else’s voice without their consent is wrong,
        and against the law in many places.
      </p>
      <SwitchField
        label="This statement is true"
        checked={consent.isTrue}
        onChange={(isTrue) => change({ isTrue })}
      />
    </div>
  );
}
