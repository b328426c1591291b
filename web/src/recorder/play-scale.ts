import { claimSound } from '../player/one-sound.js';

/** A major scale of five notes, up and down, in semitones. */
const steps = [0, 2, 4, 5, 7, 5, 4, 2, 0];
const noteSeconds = 0.6;
const level = 0.15;

/** Plays the scale that is to be sung, softly, from `rootHz`. */
export function playScale(rootHz: number): void {
  claimSound(playScale);
  const context = new AudioContext();
  const gain = new GainNode(context, { gain: level });
  const tone = new OscillatorNode(context, { type: 'triangle', frequency: rootHz });
  steps.forEach((semitones, i) => {
    const start = context.currentTime + i * noteSeconds;
    tone.frequency.setValueAtTime(rootHz * 2 ** (semitones / 12), start);
  });
  tone.connect(gain).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + steps.length * noteSeconds);
}
