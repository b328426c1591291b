import { useEffect, useState } from 'preact/hooks';
import { createInstrumental, fetchMelody } from '../api/endpoints.js';
import type { InstrumentalJob, Job, JobFile, MelodyFile, RollNote } from '../api/types.js';
import { inSemitones } from '../format/in-semitones.js';
import { useGenerate } from '../state/use-generate.js';
import { Downloads } from './downloads.js';
import { FailureCard } from './failure-card.js';
import { MelodyRoll } from './melody-roll.js';

interface InstrumentalResultProps {
  job: InstrumentalJob;
  onStarted: (job: Job) => void;
}

/** A finished instrumental: to hear, to take away, and to put right note by note. */
export function InstrumentalResult({ job, onStarted }: InstrumentalResultProps) {
  const melody = useMelody(job.files);
  const [notes, setNotes] = useState<readonly RollNote[]>();
  const generation = useGenerate(onStarted, [notes]);
  const shown = notes ?? job.request.notes ?? melody?.sung;
  return (
    <>
      <Downloads title="Results" files={job.files} />
      {melody && shown && (
        <section class="card" aria-labelledby="notes-title">
          <h2 class="card-title" id="notes-title">
            Notes
          </h2>
          <p class="muted small">
            {shown.length} notes, {melody.key}
            {melody.semitones !== 0 &&
              `, played ${inSemitones(melody.semitones)} from where they were sung`}
            . Choose a note: arrows move it by a semitone or 10 ms, Delete takes it away.
          </p>
          <MelodyRoll melody={melody} notes={shown} onChange={setNotes} />
          {generation.failure && <FailureCard failure={generation.failure} />}
          <button
            type="button"
            class="button button-lamp"
            disabled={!notes || generation.sending}
            onClick={() =>
              void generation.generate(() =>
                createInstrumental({ ...job.request, notes: notes && [...notes].map(plain) }),
              )
            }
          >
            Play the corrected notes
          </button>
        </section>
      )}
    </>
  );
}

function useMelody(files: readonly JobFile[]): MelodyFile | undefined {
  const [melody, setMelody] = useState<MelodyFile>();
  const url = files.find(({ name }) => name === 'melody.json')?.url;
  useEffect(() => {
    if (url) fetchMelody(url).then(setMelody, () => undefined);
  }, [url]);
  return melody;
}

function plain({ startSeconds, endSeconds, pitch }: RollNote): RollNote {
  return { startSeconds, endSeconds, pitch };
}
