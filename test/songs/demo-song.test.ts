import { expect, it } from 'vitest';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { singFormants } from '../../src/songs/formant-singer.js';
import { composeDemoSong } from '../../src/songs/demo-song.js';
import { audioData } from '../../src/audio/audio-data.js';

it('the demo song is the sum of its stems, never clips, and is the same every time', () => {
  const song = composeDemoSong();
  const again = composeDemoSong();
  for (const c of [0, 1]) {
    const mix = song.mix.channels[c];
    let worst = 0;
    let peak = 0;
    for (let i = 0; i < mix.length; i++) {
      const sum = song.vocals.channels[c][i] + song.accompaniment.channels[c][i];
      worst = Math.max(worst, Math.abs(mix[i] - sum));
      peak = Math.max(peak, Math.abs(mix[i]));
    }
    expect(worst).toBeLessThan(1e-6);
    expect(peak).toBeGreaterThan(0.4);
    expect(peak).toBeLessThan(1);
    expect(Buffer.from(mix.buffer).equals(Buffer.from(again.mix.channels[c].buffer))).toBe(true);
  }
});

it('the singer sings the notes of the score', async () => {
  const sampleRate = 44100;
  const notes = [57, 62, 65].map((midi, n) => ({
    startSeconds: 0.2 + n,
    durationSeconds: 0.9,
    midi,
    phones: 'M AA',
  }));
  const length = Math.round(3.3 * sampleRate);
  const voice = singFormants(notes, { sampleRate, length, seed: 1 });
  const { f0Hz, hopSeconds } = await pyinTracker.track(audioData(sampleRate, [voice]));
  for (const { startSeconds, midi } of notes) {
    const hz = 440 * 2 ** ((midi - 69) / 12);
    const heard = [...f0Hz]
      .filter((_, i) => i * hopSeconds > startSeconds + 0.15 && i * hopSeconds < startSeconds + 0.7)
      .sort((a, b) => a - b);
    const median = heard[Math.floor(heard.length / 2)];
    // Vibrato and jitter swing by 40 cents; their median does not.
    expect(Math.abs(1200 * Math.log2(median / hz))).toBeLessThan(25);
  }
});
