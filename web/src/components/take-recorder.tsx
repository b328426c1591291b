import { useState } from 'preact/hooks';
import { formatDuration } from '../format/format-duration.js';
import { playScale } from '../recorder/play-scale.js';
import { useMicrophone } from '../state/use-microphone.js';
import { FailureCard } from './failure-card.js';
import { MicrophoneIcon } from './icons.js';
import { LevelMeter } from './level-meter.js';

interface TakeRecorderProps {
  /** How many takes there are. */
  count: number;
  onTake: (file: File) => void;
}

type Guide = 'read' | 'sing';

/** Between them, every sound of English, in questions and statements. */
const sentences = [
  'The boy sang a pure, joyful tune while thirty white geese flew over the harbour.',
  'Please measure the vision of each judge before you choose a huge azure garage.',
  'Why should a good cook bother with raw fish, fresh chives, and sour cream?',
  'Go now! The young queen laughs loudly, though nothing here is funny at all.',
  'Vague thoughts of a calm, warm evening pass through my head; how about yours?',
  'Bring the black box up the path, and put it down by the door near the church.',
];

const low = { name: 'low', hz: 130.8 };
const high = { name: 'high', hz: 220 };

/** Records takes from the microphone, with something to read and something to sing. */
export function TakeRecorder({ count, onTake }: TakeRecorderProps) {
  const [guide, setGuide] = useState<Guide>('read');
  const recorder = useMicrophone((take) => {
    const title = guide === 'read' ? 'Reading' : 'Scale';
    onTake(new File([take], `${title} ${count + 1}.wav`, { type: 'audio/wav' }));
  });
  const { state, failure, levelDb, seconds } = recorder;
  const isRecording = state === 'recording';
  return (
    <div class="recorder">
      <fieldset class="recorder-guides">
        <legend class="visually-hidden">What to record</legend>
        <GuideChoice guide="read" chosen={guide} title="Read aloud" onChoose={setGuide} />
        <GuideChoice guide="sing" chosen={guide} title="Sing a scale" onChoose={setGuide} />
      </fieldset>
      {guide === 'read' ? <Script /> : <Scale disabled={isRecording} />}
      {failure && <FailureCard failure={failure} />}
      <div class="recorder-desk">
        <button
          type="button"
          class={isRecording ? 'button button-alarm' : 'button button-lamp'}
          aria-busy={state === 'opening'}
          onClick={() => {
            // A disabled button would lose the focus.
            if (isRecording) recorder.stop();
            else if (state === 'idle') void recorder.start();
          }}
        >
          <MicrophoneIcon />
          {isRecording ? 'Stop' : 'Record'}
        </button>
        <LevelMeter levelDb={levelDb} />
        <span class="recorder-time">{formatDuration(isRecording ? seconds : 0)}</span>
      </div>
      <p class="visually-hidden" role="status">
        {isRecording ? 'Recording' : ''}
      </p>
    </div>
  );
}

interface GuideChoiceProps {
  guide: Guide;
  chosen: Guide;
  title: string;
  onChoose: (guide: Guide) => void;
}

function GuideChoice({ guide, chosen, title, onChoose }: GuideChoiceProps) {
  return (
    <label class="recorder-guide">
      <input
        type="radio"
        name="guide"
        checked={guide === chosen}
        onChange={() => onChoose(guide)}
      />
      {title}
    </label>
  );
}

function Script() {
  return (
    <div class="recorder-script">
      <p class="muted small">
        In your everyday voice, a hand’s breadth from the microphone, in a quiet room with curtains
        rather than tiles. A short pause between the sentences helps. Any other text will do, in
        your own language.
      </p>
      <ol>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
    </div>
  );
}

function Scale({ disabled }: { disabled: boolean }) {
  return (
    <div class="recorder-script">
      <p>
        Sing “la” up five notes and down again, where it is comfortable; then a little lower, and a
        little higher. End with one long low and one long high note.
      </p>
      <div class="recorder-tones">
        {[low, high].map(({ name, hz }) => (
          <button
            key={name}
            type="button"
            class="button button-quiet"
            disabled={disabled}
            onClick={() => playScale(hz)}
          >
            Hear it {name}
          </button>
        ))}
      </div>
    </div>
  );
}
