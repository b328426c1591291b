/** How the sound is drawn. */
export type View = 'waveform' | 'spectrogram';

const views: readonly { id: View; title: string }[] = [
  { id: 'waveform', title: 'Waveform' },
  { id: 'spectrogram', title: 'Spectrogram' },
];

interface DeckViewProps {
  view: View;
  onView: (view: View) => void;
}

/** Chooses how both sides are drawn. */
export function DeckView({ view, onView }: DeckViewProps) {
  return (
    <div class="deck-view" role="radiogroup" aria-label="Shown as">
      {views.map(({ id, title }) => (
        <label class="deck-view-choice" key={id}>
          <input type="radio" name="view" checked={view === id} onChange={() => onView(id)} />
          {title}
        </label>
      ))}
    </div>
  );
}
