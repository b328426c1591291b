import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { createInstrumental } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Instrument, Job, Limits } from '../api/types.js';
import { uploadFile } from '../api/upload-file.js';
import type { InstrumentalSettings } from '../state/instrumental-settings.js';
import { uploadedSong, type Song } from '../state/song.js';
import { useGenerate } from '../state/use-generate.js';
import { usePageHeading } from '../state/use-page-heading.js';
import { ChosenSong } from './chosen-song.js';
import { DropZone } from './drop-zone.js';
import { FailureCard } from './failure-card.js';
import { Hero } from './hero.js';
import { HumRecorder } from './hum-recorder.js';
import { InstrumentPicker } from './instrument-picker.js';
import { SnapFields } from './snap-fields.js';
import { Step } from './step.js';

interface InstrumentPageProps {
  /** What was sung; none yet. */
  hum: Song | undefined;
  limits: Limits | undefined;
  /** None until they are known. */
  instruments: readonly Instrument[];
  settings: InstrumentalSettings;
  /** Beside the work. */
  history: ComponentChildren;
  onHum: (hum: Song | undefined) => void;
  onSettings: (settings: InstrumentalSettings) => void;
  onStarted: (job: Job) => void;
}

/** Where a hum becomes an instrument: sing, choose, play. */
export function InstrumentPage(props: InstrumentPageProps) {
  const { hum, limits, instruments, settings, onHum } = props;
  const heading = usePageHeading('Instrument – Canto');
  const generation = useGenerate(props.onStarted, [hum, settings]);
  const [failure, setFailure] = useState<Failure>();
  const change = (changes: Partial<InstrumentalSettings>) =>
    props.onSettings({ ...settings, ...changes });
  const take = (file: File) => {
    setFailure(undefined);
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    uploadFile(file, options).then(
      (upload) => onHum(uploadedSong(upload)),
      (error: unknown) => setFailure(toFailure(error)),
    );
  };
  const chosen = instruments.find(({ id }) => id === settings.instrument) ?? instruments.at(0);
  const play = () =>
    hum &&
    chosen &&
    generation.generate(() =>
      createInstrumental({ source: hum.source, ...settings, instrument: chosen.id }),
    );
  return (
    <>
      <div class="work">
        <Hero note="Hum a tune, and hear it from an instrument: with your timing, your dynamics and your slides; as sound, and as notes to go on with. Nothing leaves this machine.">
          <h1 tabIndex={-1} ref={heading}>
            Hum it. <em>Hear it played.</em>
          </h1>
        </Hero>
        <Step number={1} title="Sing">
          <HumRecorder bpm={settings.bpm} onBpm={(bpm) => change({ bpm })} onTake={take} />
          {hum && (
            <ChosenSong song={hum} removal="Take the hum away" onRemove={() => onHum(undefined)} />
          )}
          {failure && <FailureCard failure={failure} />}
          <DropZone limits={limits} onSong={onHum} onFailure={setFailure} />
        </Step>
        <Step number={2} title="Instrument">
          <InstrumentPicker
            instruments={instruments}
            chosen={chosen?.id}
            onChoose={(instrument) => change({ instrument })}
          />
        </Step>
        <Step number={3} title="Notes">
          <SnapFields settings={settings} onChange={change} />
        </Step>
      </div>
      <div class="side">
        <section class="session" aria-labelledby="session-title">
          <h2 id="session-title" class="visually-hidden">
            Play it
          </h2>
          {generation.failure && <FailureCard failure={generation.failure} />}
          <p class="session-sentence">
            <b class="session-song">{hum?.name ?? 'Your hum'}</b>{' '}
            <span class="ellipsis">
              played on <b>{chosen?.name.toLowerCase() ?? '…'}</b>
            </span>
          </p>
          <button
            type="button"
            class="button button-primary"
            disabled={!hum || !chosen || generation.sending}
            aria-describedby="session-note"
            onClick={() => void play()}
          >
            {generation.sending ? 'Sending…' : 'Play it'}
          </button>
          <p class="muted small session-note" id="session-note">
            {hum ? 'It takes a few seconds.' : 'Record or choose a hum first.'}
          </p>
        </section>
        {props.history}
      </div>
    </>
  );
}
