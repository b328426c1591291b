import { useState } from 'preact/hooks';
import { chordSymbol } from '../../../src/score/chord-symbol.js';
import { usesFlats } from '../../../src/score/pitch-names.js';
import type { Chord, Score, Section } from '../../../src/score/score.js';
import { beatsPerBar } from '../../../src/score/score-time.js';
import type { SongEdit } from '../../../src/songs/editing/song-edit.js';

interface SongTimelineProps {
  score: Score;
  /** What is heard now. */
  seconds: number;
  onEdit: (edit: SongEdit) => void;
}

/** The sections of a song, each as wide as it is long; the chosen one shows its chords, to change. */
export function SongTimeline({ score, seconds, onEdit }: SongTimelineProps) {
  const [chosen, setChosen] = useState<string>();
  const section = score.sections.find(({ name }) => name === chosen);
  const beat = (seconds * score.bpm) / 60;
  const isHeard = ({ startBeat, durationBeats }: Section) =>
    beat >= startBeat && beat < startBeat + durationBeats;
  return (
    <div class="timeline">
      <div class="timeline-sections" role="group" aria-label="Sections">
        {score.sections.map((each) => (
          <button
            key={each.name}
            type="button"
            class="timeline-section"
            style={{ flexGrow: each.durationBeats, '--energy': each.energy }}
            aria-pressed={each.name === chosen}
            aria-current={isHeard(each) || undefined}
            onClick={() => setChosen(each.name === chosen ? undefined : each.name)}
          >
            {each.name}
          </button>
        ))}
      </div>
      {section && <SectionChords score={score} section={section} onEdit={onEdit} />}
    </div>
  );
}

interface SectionChordsProps {
  score: Score;
  section: Section;
  onEdit: (edit: SongEdit) => void;
}

function SectionChords({ score, section, onEdit }: SectionChordsProps) {
  const { name, startBeat, durationBeats } = section;
  const bar = beatsPerBar(score);
  const chords = score.chords.filter(
    (chord) => chord.startBeat >= startBeat && chord.startBeat < startBeat + durationBeats,
  );
  const barOf = (chord: Chord) => Math.floor((chord.startBeat - startBeat) / bar) + 1;
  const placeOf = (chord: Chord) =>
    chords.filter((each) => barOf(each) === barOf(chord)).indexOf(chord) + 1;
  return (
    <div class="section-chords">
      {chords.map((chord) => (
        <label key={chord.startBeat}>
          <span class="muted small">{barOf(chord)}</span>
          <input
            size={6}
            aria-label={`Chord in bar ${barOf(chord)} of ${name}`}
            defaultValue={chordSymbol(chord, usesFlats(score.key))}
            onChange={(event) =>
              onEdit({
                edit: 'chord',
                section: name,
                bar: barOf(chord),
                place: placeOf(chord),
                chord: event.currentTarget.value,
              })
            }
          />
        </label>
      ))}
      <button
        type="button"
        class="button button-quiet"
        onClick={() => onEdit({ edit: 'regenerate', section: name })}
      >
        Compose {name} anew
      </button>
    </div>
  );
}
