import { midiToHertz } from '../../../src/instruments/bend.js';
import type { Instrument } from '../api/types.js';
import { noteName } from '../format/note-name.js';

interface InstrumentPickerProps {
  instruments: readonly Instrument[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** All instruments, by family. */
export function InstrumentPicker({ instruments, chosen, onChoose }: InstrumentPickerProps) {
  const families = [...new Set(instruments.map(({ family }) => family))];
  return (
    <div class="instruments">
      {families.map((family) => (
        <fieldset key={family} class="instrument-family">
          <legend>{family}</legend>
          {instruments
            .filter((instrument) => instrument.family === family)
            .map(({ id, name, kind, range, followsVoices }) => (
              <label
                key={id}
                class="instrument"
                title={`${followsVoices ? 'network' : kind}, ${rangeInWords(range)}`}
              >
                <input
                  type="radio"
                  name="instrument"
                  checked={id === chosen}
                  onChange={() => onChoose(id)}
                />
                {name}
              </label>
            ))}
        </fieldset>
      ))}
    </div>
  );
}

function rangeInWords({ lowest, highest }: Instrument['range']): string {
  return `${noteName(midiToHertz(lowest))} to ${noteName(midiToHertz(highest))}`;
}
