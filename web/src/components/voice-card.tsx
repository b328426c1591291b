import { previewUrl } from '../api/endpoints.js';
import type { Voice } from '../api/types.js';
import { noteName } from '../format/note-name.js';
import { ListenButton } from './listen-button.js';
import { RangeStrip } from './range-strip.js';

interface VoiceCardProps {
  voice: Voice;
  chosen: boolean;
  onChoose: () => void;
}

/** One voice: a choice of the group around it, with its range and a preview to hear. */
export function VoiceCard({ voice, chosen, onChoose }: VoiceCardProps) {
  const { lowHz, highHz } = voice.range;
  const aboutId = `about-${voice.id}`;
  return (
    <div class={chosen ? 'voice-card voice-card-chosen' : 'voice-card'}>
      <label class="voice-card-choice">
        <input
          type="radio"
          name="voice"
          value={voice.id}
          checked={chosen}
          aria-describedby={aboutId}
          onChange={onChoose}
        />
        <span class="voice-card-name">{voice.name}</span>
      </label>
      <div class="voice-card-about" id={aboutId}>
        <p class="voice-card-description">{voice.description}</p>
        <p class="small muted" title={voice.provenance.source}>
          {languageName(voice.language)} · {voice.provenance.licence}
        </p>
      </div>
      <RangeStrip range={voice.range} />
      <div class="voice-card-foot">
        <ListenButton url={previewUrl(voice.id)} voiceName={voice.name} />
        <span class="voice-card-range small">
          {noteName(lowHz)}–{noteName(highHz)}
        </span>
      </div>
    </div>
  );
}

/** "American English", "Flemish", and "German" rather than "German (Germany)". */
function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
    return name.replace(/ \(.*\)$/, '');
  } catch {
    return tag;
  }
}
