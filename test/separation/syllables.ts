import { seededNormal } from '../../src/dsp/random.js';

const SYLLABLE_SECONDS = 0.25;
/** MIDI pitches; 0 is a rest. */
const TUNE = [60, 62, 0, 64, 65, 67, 0, 0, 69, 67, 0, 65, 62, 0, 60, 0];

/** A dry voice: sung syllables with vibrato and breath, which fade within some 30 ms, and rests. */
export function syllables(durationSeconds: number, sampleRate: number): Float32Array {
  const normal = seededNormal(3);
  let phase = 0;
  let level = 0;
  return Float32Array.from({ length: durationSeconds * sampleRate }, (_, i) => {
    const seconds = i / sampleRate;
    const note = TUNE[Math.floor(seconds / SYLLABLE_SECONDS) % TUNE.length];
    level += ((note > 0 ? 1 : 0) - level) / (0.01 * sampleRate);
    const vibrato = 0.7 * Math.sin(2 * Math.PI * 6 * seconds);
    phase += (2 * Math.PI * 440 * 2 ** (((note || 60) + vibrato - 69) / 12)) / sampleRate;
    let sum = 0.5 * normal();
    for (let h = 1; h <= 20; h++) sum += Math.sin(h * phase) / h;
    return 0.1 * level * sum;
  });
}
