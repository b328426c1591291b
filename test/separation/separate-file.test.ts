import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audioData, cutAudio, type AudioData } from '../../src/audio/audio-data.js';
import { readWav, writeWav } from '../../src/audio/wav.js';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { separateAudio } from '../../src/separation/separate-audio.js';
import { separateFile } from '../../src/separation/separate-file.js';
import type { SeparateOptions } from '../../src/separation/separate-song.js';
import type { OpenSeparator, Separator } from '../../src/separation/separator.js';
import { tempDir } from '../support/temp-dir.js';
import { difference, peakDb, rms, scaled } from './measures.js';

/** An engine of short sections whose vocals are half of what it hears. */
const half: Separator = {
  id: 'half',
  title: 'half of everything',
  version: 1,
  stemCounts: [2, 4],
  sectionSeconds: 1,
  overlapSeconds: 0.1,
  open: () => Promise.resolve(halving),
};
const halving: OpenSeparator = {
  separate: (section) => {
    const stem = scaled(section, 0.5);
    return Promise.resolve({ vocals: stem, drums: stem, bass: stem });
  },
  close: () => Promise.resolve(),
};

let context: Omit<SeparateOptions, 'separator'>;
beforeAll(async () => {
  context = {
    stems: 2,
    inference: createInferenceHost(),
    models: await openModelStore({ dataDir: tmpdir() }),
    tuning: {},
  };
});
afterAll(() => context.inference.close());

describe('the separation of a file', () => {
  it('is that of the same audio in memory, bit by bit', async () => {
    const mix = sine(440, 3.3);
    const stems = await separateAudio(mix, { ...context, separator: half });
    const dir = await separated(mix, half);
    expect(await readWav(join(dir, 'vocals.wav'))).toEqual(stems.vocals);
    expect(await readWav(join(dir, 'accompaniment.wav'))).toEqual(stems.accompaniment);
  });

  it('of mono gives stereo stems', async () => {
    const { channels, sampleRate } = sine(440, 1.5);
    const dir = await separated(audioData(sampleRate, [channels[0]]), half);
    const vocals = await readWav(join(dir, 'vocals.wav'));
    expect(vocals.channels).toHaveLength(2);
    expect(vocals.channels[0]).toEqual(vocals.channels[1]);
  });

  it('that fails leaves no files', async () => {
    let sections = 0;
    const failing: Separator = {
      ...half,
      open: () =>
        Promise.resolve({
          ...halving,
          separate: (section, run) => {
            if (++sections === 3) throw new Error('out of luck');
            return halving.separate(section, run);
          },
        }),
    };
    const dir = await tempDir();
    await writeWav(join(dir, 'mix.wav'), sine(440, 5));
    const mixPath = join(dir, 'mix.wav');
    const work = separateFile(mixPath, dir, { ...context, separator: failing });
    await expect(work).rejects.toThrow('out of luck');
    expect(await readdir(dir)).toEqual(['mix.wav']);
  });

  it.each([22_050, 44_100, 48_000])(
    'at the %i Hz of an engine has no seams',
    async (sampleRate) => {
      const mix = sine(440, 4.7);
      const { vocals } = await separateAudio(mix, {
        ...context,
        separator: { ...half, sampleRate },
      });
      // The resampler's own error is below −100 dB, twice.
      expect(greatestErrorDb(vocals, mix, 0.5)).toBeLessThan(-95);
    },
  );

  it('shows engines the song at −20 dBFS, however loud it is', async () => {
    const heard: number[] = [];
    const listening: Separator = {
      ...half,
      open: () =>
        Promise.resolve({
          ...halving,
          separate: (section, run) => {
            heard.push(rms(section));
            return halving.separate(section, run);
          },
        }),
    };
    for (const peak of [0.9, 0.001]) {
      await separateAudio(sine(440, 2.5, peak), { ...context, separator: listening });
    }
    for (const level of heard) expect(level).toBeCloseTo(0.1, 3);
  });

  it('into four stems leaves what the three others are not', async () => {
    const mix = sine(440, 2.5);
    const { other } = await separateAudio(mix, { ...context, separator: half, stems: 4 });
    expect(greatestErrorDb(other, mix, -0.5)).toBeLessThan(-110);
  });
});

async function separated(mix: AudioData, separator: Separator): Promise<string> {
  const dir = await tempDir();
  await writeWav(join(dir, 'mix.wav'), mix);
  await separateFile(join(dir, 'mix.wav'), dir, { ...context, separator });
  return dir;
}

function sine(hz: number, durationSeconds: number, peak = 0.5): AudioData {
  const sampleRate = 44_100;
  const wave = (phase: number) =>
    Float32Array.from(
      { length: Math.round(durationSeconds * sampleRate) },
      (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / sampleRate + phase),
    );
  return audioData(sampleRate, [wave(0), wave(1)]);
}

/** `stem` − `gain` · `mix` at its greatest; the first and last 10 ms apart, where the sine itself
 *  begins and ends, which no resampler leaves as it is. */
function greatestErrorDb(stem: AudioData | undefined, mix: AudioData, gain: number): number {
  return peakDb(cutAudio(difference(stem, scaled(mix, gain)), 441, mix.length - 441));
}
