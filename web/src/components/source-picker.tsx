import { useState } from 'preact/hooks';
import type { Failure, Limits } from '../api/types.js';
import type { Song } from '../state/song.js';
import { ChosenSong } from './chosen-song.js';
import { DropZone } from './drop-zone.js';
import { FailureCard } from './failure-card.js';
import { LinkField } from './link-field.js';

interface SourcePickerProps {
  song: Song;
  limits: Limits | undefined;
  /** `undefined` for the song that is here already. */
  onSong: (song: Song | undefined) => void;
}

/** The first step: the song on the desk, and ways to put another one there. */
export function SourcePicker({ song, limits, onSong }: SourcePickerProps) {
  const [failure, setFailure] = useState<Failure>();
  const choose = (chosen: Song | undefined) => {
    setFailure(undefined);
    onSong(chosen);
  };
  return (
    <div class="sources">
      <ChosenSong song={song} onRemove={() => choose(undefined)} />
      {failure && <FailureCard failure={failure} />}
      <DropZone limits={limits} onSong={choose} onFailure={setFailure} />
      <LinkField onSong={choose} />
    </div>
  );
}
