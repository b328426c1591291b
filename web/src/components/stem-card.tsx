import { stemTitles } from '../format/stem-titles.js';
import { stemShapes } from './stem-shapes.js';
import { Waveform } from './waveform.js';

interface StemCardProps {
  /** What the song is taken apart into, by the names of the stems. */
  stems: readonly string[];
  chosen: boolean;
  /** Why it can't be chosen. */
  refusal: string | undefined;
  onChoose: () => void;
}

/** One way to take a song apart: a choice of the group around it, with a drawing of its stems. */
export function StemCard({ stems, chosen, refusal, onChoose }: StemCardProps) {
  const aboutId = `about-${stems.length}-stems`;
  return (
    <div class={chosen ? 'stem-card stem-card-chosen' : 'stem-card'}>
      <label class="stem-card-choice">
        <input
          type="radio"
          name="stems"
          value={stems.length}
          checked={chosen}
          disabled={refusal !== undefined}
          aria-describedby={aboutId}
          onChange={onChoose}
        />
        <span class="stem-card-name">{stems.length} stems</span>
      </label>
      <ul class="stem-card-stems" id={aboutId}>
        {stems.map((stem) => (
          <li key={stem}>
            <span class="small">{stemTitles[stem].title}</span>
            <Waveform peaks={stemShapes[stem]} />
          </li>
        ))}
      </ul>
      {refusal && <p class="muted small">{refusal}</p>}
    </div>
  );
}
