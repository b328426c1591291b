import { useState } from 'preact/hooks';
import type { Failure } from '../api/types.js';
import type { Song } from '../state/song.js';
import { ChosenSong } from './chosen-song.js';
import { DemoSong } from './demo-song.js';
import { DropZone } from './drop-zone.js';
import { FailureCard } from './failure-card.js';
import { LinkField } from './link-field.js';

interface SourcePickerProps {
  song: Song | undefined;
  onSong: (song: Song | undefined) => void;
}

/** The first step: a song from a file, a link, or the one that is here already. */
export function SourcePicker({ song, onSong }: SourcePickerProps) {
  const [failure, setFailure] = useState<Failure>();
  const choose = (chosen: Song) => {
    setFailure(undefined);
    onSong(chosen);
  };
  if (song) return <ChosenSong song={song} onRemove={() => onSong(undefined)} />;
  return (
    <div class="sources">
      {failure && <FailureCard failure={failure} />}
      <DropZone onSong={choose} onFailure={setFailure} />
      <div class="sources-other">
        <DemoSong onSong={choose} />
        <LinkField onSong={choose} />
      </div>
    </div>
  );
}
