import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { pitchTrackLength } from '../../src/pitch/pitch-tracker.js';
import { melSpectrogram } from '../../src/pitch/rmvpe/mel-spectrogram.js';
import { rmvpeTracker } from '../../src/pitch/rmvpe/rmvpe-tracker.js';
import { buildModel } from '../../src/pitch/rmvpe/session-model.js';
import { tempDir } from '../support/temp-dir.js';

const sine = (hz: number, length: number) =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / 16_000));

describe('RMVPE', () => {
  it('sees a sine in the band of its frequency', () => {
    const row = melSpectrogram(sine(1000, 16_000)).subarray(50 * 128, 51 * 128);
    const loudest = row.indexOf(Math.max(...row));
    // Bands are even on HTK's mel scale from 30 to 8000 Hz.
    const mel = (hz: number) => 2595 * Math.log10(1 + hz / 700);
    const expected = (129 * (mel(1000) - mel(30))) / (mel(8000) - mel(30)) - 1;
    expect(Math.abs(loudest - expected)).toBeLessThanOrEqual(1);
  });

  it('sees the floor in silence', () => {
    const mel = melSpectrogram(new Float32Array(1600));
    expect(mel.every((value) => Math.abs(value - Math.log(1e-5)) < 1e-5)).toBe(true);
  });

  it('gives a track of the right length, the same at every call', async () => {
    const path = fileURLToPath(new URL('./rmvpe-vectors/rmvpe.pt', import.meta.url));
    const audio = audioData(16_000, [sine(220, 40_000)]);
    const [first, second] = [
      await rmvpeTracker({ path }).track(audio),
      await rmvpeTracker({ path }).track(audio),
    ];
    expect(first.f0Hz).toHaveLength(pitchTrackLength(audio));
    expect(second).toEqual(first);
  });

  it('made of an ONNX file tracks as made of weights', async () => {
    const weights = fileURLToPath(new URL('./rmvpe-vectors/rmvpe.pt', import.meta.url));
    const path = join(await tempDir(), 'rmvpe.onnx');
    await writeFile(path, buildModel(await readFile(weights)));
    const audio = audioData(16_000, [sine(220, 8000)]);
    const track = await rmvpeTracker({ path }, true).track(audio);
    expect(track).toEqual(await rmvpeTracker({ path: weights }).track(audio));
  });
});
