import { useRef, useState } from 'preact/hooks';
import type { SongEdit } from '../../../src/songs/editing/song-edit.js';
import type { Song } from '../../../src/songs/song.js';
import { createSong } from '../api/endpoints.js';
import type { Job, SongJob } from '../api/types.js';
import { canBeMixed } from '../player/open-stems.js';
import { useGenerate } from '../state/use-generate.js';
import { useSongFile } from '../state/use-song-file.js';
import { Downloads } from './downloads.js';
import { FailureCard } from './failure-card.js';
import { Karaoke } from './karaoke.js';
import { PianoRoll } from './piano-roll.js';
import { SongTimeline } from './song-timeline.js';
import { StemDeck } from './stem-deck.js';

interface SongResultProps {
  job: SongJob;
  /** Told of the song that is made again after edits. */
  onStarted: (job: Job) => void;
}

/** A finished song: to hear, to read along, to change, and to take away. */
export function SongResult({ job, onStarted }: SongResultProps) {
  const { files, report } = job;
  const song = useSongFile(files.find(({ name }) => name === 'song.json')?.url);
  const mix = files.find(({ name }) => /^song\.(wav|flac|mp3|m4a|opus)$/.test(name));
  const stems = (report?.parts ?? []).flatMap(({ id }) =>
    files.filter(({ name }) => name === `${id}.wav` || name === `${id}.flac`),
  );
  const shape = {
    durationSeconds: report?.durationSeconds ?? 0,
    sampleRate: report?.sampleRate ?? 44_100,
  };
  const audio = useRef<HTMLAudioElement>(null);
  const [seconds, setSeconds] = useState(0);
  return (
    <>
      {mix && (
        <audio
          class="song-audio"
          controls
          preload="metadata"
          ref={audio}
          src={mix.url}
          aria-label="The song"
          onTimeUpdate={(event) => setSeconds(event.currentTarget.currentTime)}
        />
      )}
      {song && <Karaoke score={song.score} seconds={seconds} />}
      {song && <SongEditor job={job} song={song} seconds={seconds} onStarted={onStarted} />}
      {stems.length > 0 && canBeMixed(stems, shape) && (
        <StemDeck {...shape} stems={stems} peaksUrl={undefined} />
      )}
      {report && <Understood understood={report.understood} ignored={report.ignored} />}
      <Downloads title="The song" files={files} />
    </>
  );
}

function Understood({ understood, ignored }: { understood: string[]; ignored: string[] }) {
  if (understood.length === 0) return null;
  return (
    <section class="card" aria-labelledby="understood-title">
      <h2 class="card-title" id="understood-title">
        What was understood
      </h2>
      <ul class="understood">
        {understood.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {ignored.length > 0 && <p class="muted small">Nothing was made of: {ignored.join(', ')}.</p>}
    </section>
  );
}

interface SongEditorProps extends SongResultProps {
  song: Song;
  /** What is heard now. */
  seconds: number;
}

/** Timeline, parts and notes, with the changes that are to be made. */
function SongEditor({ job, song, seconds, onStarted }: SongEditorProps) {
  const [edits, setEdits] = useState<SongEdit[]>([]);
  const generation = useGenerate(onStarted, [edits]);
  const add = (edit: SongEdit) => setEdits([...edits, edit]);
  const { voice, format } = job.request;
  const request = {
    from: song,
    edits,
    format,
    stemsFormat: 'wav' as const,
    ...(voice && { voice }),
    seed: song.plan.seed,
  };
  return (
    <section class="card" aria-labelledby="editor-title">
      <h2 class="card-title" id="editor-title">
        Change it
      </h2>
      <SongTimeline score={song.score} seconds={seconds} onEdit={add} />
      <PianoRoll score={song.score} seconds={seconds} />
      <Parts song={song} edits={edits} onEdit={add} />
      <TempoField bpm={song.score.bpm} onEdit={add} />
      {generation.failure && <FailureCard failure={generation.failure} />}
      {edits.length > 0 && (
        <>
          <ul class="edit-list" aria-label="Changes to make">
            {edits.map((edit, n) => (
              <li key={n}>
                {inWords(edit)}
                <button
                  type="button"
                  class="button button-quiet"
                  onClick={() => setEdits(edits.filter((_, other) => other !== n))}
                >
                  Undo
                </button>
              </li>
            ))}
          </ul>
          <button
            type="button"
            class="button button-lamp"
            disabled={generation.sending}
            onClick={() => void generation.generate(() => createSong(request))}
          >
            Make it again
          </button>
        </>
      )}
    </section>
  );
}

interface PartsProps {
  song: Song;
  edits: readonly SongEdit[];
  onEdit: (edit: SongEdit) => void;
}

function Parts({ song, edits, onEdit }: PartsProps) {
  return (
    <ul class="song-parts" aria-label="Parts">
      {song.score.parts.map(({ id, instrument, isMuted, notes }) => {
        const change = edits.findLast((edit) => edit.edit === 'mute' && edit.part === id);
        const muted = change?.edit === 'mute' ? change.isMuted : isMuted;
        return (
          <li key={id}>
            <span class="ellipsis">
              <b>{id}</b>{' '}
              <span class="muted small">
                {instrument}, {notes.length} notes
              </span>
            </span>
            <button
              type="button"
              class="button button-quiet"
              aria-pressed={muted}
              onClick={() => onEdit({ edit: 'mute', part: id, isMuted: !muted })}
            >
              {muted ? 'Unmute' : 'Mute'} <span class="visually-hidden">{id}</span>
            </button>
            <button
              type="button"
              class="button button-quiet"
              onClick={() => onEdit({ edit: 'regenerate', part: id })}
            >
              Compose anew <span class="visually-hidden">{id}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function TempoField({ bpm, onEdit }: { bpm: number; onEdit: (edit: SongEdit) => void }) {
  return (
    <label class="field">
      <span class="field-head">Tempo, bpm</span>
      <input
        type="number"
        min={20}
        max={400}
        value={bpm}
        onChange={(event) => onEdit({ edit: 'tempo', bpm: event.currentTarget.valueAsNumber })}
      />
    </label>
  );
}

function inWords(edit: SongEdit): string {
  switch (edit.edit) {
    case 'tempo':
      return `Tempo ${edit.bpm} bpm`;
    case 'mute':
      return `${edit.isMuted ? 'Mute' : 'Unmute'} ${edit.part}`;
    case 'regenerate':
      return `Compose anew: ${[edit.section, edit.part].filter(Boolean).join(', ')}`;
    case 'chord':
      return `${edit.chord} in bar ${edit.bar} of ${edit.section}`;
    default:
      return edit.edit;
  }
}
