import { useRef, useState } from 'preact/hooks';
import { formatDuration } from '../format/format-duration.js';
import { LivePitch } from '../recorder/live-pitch.js';
import { startMetronome, type Metronome } from '../recorder/metronome.js';
import { useMicrophone } from '../state/use-microphone.js';
import { FailureCard } from './failure-card.js';
import { MicrophoneIcon } from './icons.js';
import { LevelMeter } from './level-meter.js';
import { PitchLine, type SungPitches } from './pitch-line.js';
import { SliderField } from './slider-field.js';
import { SwitchField } from './switch-field.js';

interface HumRecorderProps {
  bpm: number;
  onBpm: (bpm: number) => void;
  onTake: (file: File) => void;
}

/** How often the pitch is told, of the moments that the microphone brings (of 2.7 ms each). */
const momentsPerPitch = 8;

/** Records a hum: with a count-in and a metronome, and the pitch as it is sung. */
export function HumRecorder({ bpm, onBpm, onTake }: HumRecorderProps) {
  const [clicks, setClicks] = useState(false);
  const metronome = useRef<Metronome | undefined>(undefined);
  const pitches = useRef<SungPitches>([]);
  const recorder = useMicrophone(
    (take) => onTake(new File([take], 'Hum.wav', { type: 'audio/wav' })),
    {
      onOpen(microphone) {
        const live = new LivePitch(microphone.sampleRate);
        let moments = 0;
        pitches.current = [];
        microphone.onSamples = (samples) => {
          live.push(samples);
          if (++moments % momentsPerPitch > 0) return;
          pitches.current.push({ atMs: performance.now(), pitch: live.pitch() });
        };
      },
      before() {
        metronome.current = startMetronome(bpm, !clicks);
        return metronome.current.counted;
      },
      after: () => metronome.current?.stop(),
    },
  );
  const { state, failure, levelDb, seconds } = recorder;
  return (
    <div class="recorder">
      <p class="muted small">
        Hum, sing, whistle or beatbox after four clicks, a hand’s breadth from the microphone; with
        the metronome on, wear headphones.
      </p>
      <div class="fields">
        <SliderField
          label="Tempo"
          value={bpm}
          min={40}
          max={220}
          step={1}
          text={`${bpm} beats a minute`}
          onChange={onBpm}
        />
        <SwitchField label="Metronome while singing" checked={clicks} onChange={setClicks} />
      </div>
      <PitchLine pitches={pitches} isLive={state !== 'idle'} />
      {failure && <FailureCard failure={failure} />}
      <div class="recorder-desk">
        <button
          type="button"
          class={state === 'idle' ? 'button button-lamp' : 'button button-alarm'}
          onClick={() => {
            if (state === 'idle') void recorder.start();
            else recorder.stop();
          }}
        >
          <MicrophoneIcon />
          {buttonText[state]}
        </button>
        <LevelMeter levelDb={levelDb} />
        <span class="recorder-time">{formatDuration(state === 'recording' ? seconds : 0)}</span>
      </div>
      <p class="visually-hidden" role="status">
        {state === 'recording' ? 'Recording' : ''}
      </p>
    </div>
  );
}

const buttonText = { idle: 'Record', opening: 'Counting in…', recording: 'Stop' } as const;
