import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { seededNormal } from '../../src/dsp/random.js';

interface Song {
  mix: AudioData;
  voice: AudioData;
  band: AudioData;
}

const BEAT_SECONDS = 0.5;

/** Sung notes in MIDI pitch, one a beat; 0 is a rest. Long enough not to repeat with the chords. */
const TUNE = [67, 69, 71, 72, 0, 74, 71, 67, 64, 65, 67, 0, 69, 72, 76, 74, 72, 71, 0];

const CHORDS = [
  [48, 52, 55],
  [45, 48, 52],
  [41, 45, 48],
  [43, 47, 50],
];

/** A synthetic song: a harmonic voice with vibrato in the centre over repeating, panned chords and
 *  drums of noise. */
export function voiceOverBand(durationSeconds: number, sampleRate = 44_100): Song {
  const length = Math.round(durationSeconds * sampleRate);
  const voice = sing(length, sampleRate);
  const [left, right] = [0.8, 0.2].map((pan) => playChords(length, sampleRate, pan));
  const drums = beatDrums(length, sampleRate);
  const band = [left, right].map((channel) => channel.map((x, i) => x + drums[i]));
  return {
    voice: audioData(sampleRate, [voice, voice.slice()]),
    band: audioData(sampleRate, band),
    mix: audioData(
      sampleRate,
      band.map((channel) => channel.map((x, i) => x + voice[i])),
    ),
  };
}

function sing(length: number, sampleRate: number): Float32Array {
  let phase = 0;
  return Float32Array.from({ length }, (_, i) => {
    const seconds = i / sampleRate;
    const note = TUNE[Math.floor(seconds / BEAT_SECONDS) % TUNE.length];
    const vibrato = 0.4 * Math.sin(2 * Math.PI * 5.5 * seconds);
    phase += (2 * Math.PI * midiToHz(note + vibrato)) / sampleRate;
    return note === 0 ? 0 : 0.12 * swell(seconds) * harmonics(phase, 12);
  });
}

/** Each chord note sits at its own place between left and right, around `pan`. */
function playChords(length: number, sampleRate: number, pan: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const seconds = i / sampleRate;
    const chord = CHORDS[Math.floor(seconds / (2 * BEAT_SECONDS)) % CHORDS.length];
    return chord.reduce((sum, note, n) => {
      const gain = n === 1 ? 1 - pan : pan;
      return sum + 0.08 * gain * harmonics(2 * Math.PI * midiToHz(note) * seconds, 8);
    }, 0);
  });
}

function beatDrums(length: number, sampleRate: number): Float32Array {
  const normal = seededNormal(7);
  return Float32Array.from({ length }, (_, i) => {
    const sinceBeat = (i / sampleRate) % BEAT_SECONDS;
    return 0.15 * Math.exp(-sinceBeat / 0.03) * normal();
  });
}

function harmonics(phase: number, count: number): number {
  let sum = 0;
  for (let h = 1; h <= count; h++) sum += Math.sin(h * phase) / h;
  return sum;
}

/** Rises and falls within each note. */
function swell(seconds: number): number {
  return Math.sin((Math.PI * (seconds % BEAT_SECONDS)) / BEAT_SECONDS) ** 0.3;
}

function midiToHz(note: number): number {
  return 440 * 2 ** ((note - 69) / 12);
}
