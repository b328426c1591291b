import { claimSound } from '../player/one-sound.js';

const clickSeconds = 0.04;
const [downbeatHz, beatHz] = [1600, 1100];
const level = 0.25;
export const beatsPerBar = 4;

export interface Metronome {
  /** Resolves with the first beat after the count-in. */
  counted: Promise<void>;
  stop: () => void;
}

/** Clicks the beats of `bpm`: one bar of count-in, then on and on until it is stopped, or with
 *  `isCountInOnly` not. */
export function startMetronome(bpm: number, isCountInOnly: boolean): Metronome {
  claimSound(startMetronome);
  const context = new AudioContext();
  const beatSeconds = 60 / bpm;
  const first = context.currentTime + 0.1;
  let scheduled = 0;
  const schedule = () => {
    // Clicks are laid out half a second ahead: timers of pages are late.
    while (first + scheduled * beatSeconds < context.currentTime + 0.5) {
      if (isCountInOnly && scheduled >= beatsPerBar) return;
      click(context, first + scheduled * beatSeconds, scheduled % beatsPerBar === 0);
      scheduled++;
    }
  };
  schedule();
  const timer = setInterval(schedule, 100);
  const countInMs = (0.1 + beatsPerBar * beatSeconds) * 1000;
  let end = () => undefined as void;
  const counted = new Promise<void>((resolve) => {
    const wait = setTimeout(resolve, countInMs);
    end = () => clearTimeout(wait);
  });
  return {
    counted,
    stop() {
      clearInterval(timer);
      end();
      void context.close();
    },
  };
}

function click(context: AudioContext, at: number, isDownbeat: boolean): void {
  const tone = new OscillatorNode(context, { frequency: isDownbeat ? downbeatHz : beatHz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(level, at);
  gain.gain.exponentialRampToValueAtTime(1e-3, at + clickSeconds);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + clickSeconds);
}
