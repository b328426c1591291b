import { audioData, type AudioData } from '../../../src/audio/audio-data.js';

const sampleRate = 44_100;
/** A4, C5, B4, G4, A4: one second each. */
const melodyHz = [440, 523.25, 493.88, 392, 440];
const chordHz = [110, 164.81, 220];

/** Five seconds of somebody humming in the middle over a chord at the sides, stereo. */
export function hummedSong(): AudioData {
  const length = melodyHz.length * sampleRate;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const time = i / sampleRate;
    const vibrato = 1 + 0.01 * Math.sin(2 * Math.PI * 5.5 * time);
    phase += (2 * Math.PI * melodyHz[Math.floor(time)] * vibrato) / sampleRate;
    const voice = 0.2 * harmonics(phase) * Math.sin(Math.PI * (time % 1)) ** 0.3;
    left[i] = voice + 0.05 * chord(time, 0);
    right[i] = voice + 0.05 * chord(time, 1);
  }
  return audioData(sampleRate, [left, right]);
}

/** Softer with each overtone, like a closed mouth. */
function harmonics(phase: number): number {
  return Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase);
}

function chord(time: number, side: number): number {
  return chordHz.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * (hz + side) * time + side), 0);
}
