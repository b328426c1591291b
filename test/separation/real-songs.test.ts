import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { separators } from '../../src/separation/separators.js';
import { separate } from '../support/separate.js';
import { itWithShared } from '../support/shared.js';

/** SI-SDR improvement in dB that every engine must reach: REPET-SIM alone, as it was measured when
 *  the project began. */
const FLOOR = { vocals: 4.3, accompaniment: 3.7 };

const LIMITS = { maxDurationSeconds: 60, maxBytes: 1e8, maxChannels: 2 };

/** Engines that run other people's models have none to run here. */
const ours = separators.filter(({ tunedBy }) => !tunedBy?.includes('model'));

describe.each(ours.map((separator) => [separator.id, separator] as const))(
  'the engine %s on real songs',
  (_, separator) => {
    itWithShared('beats plain repetition on "widow"', 'audio/stems/widow', async (folder) => {
      const decode = async (name: string) => {
        const path = join(folder, `${name}.mp3`);
        return (await decodeFile(path, { limits: LIMITS, ffmpeg: 'off' })).audio;
      };
      const [voice, band] = [await decode('vocals_true'), await decode('accompaniment_true')];
      const mix = sum(voice, band);
      const { vocals, accompaniment } = await separate(separator, mix);
      expect(improvementDb(vocals, voice, mix)).toBeGreaterThan(FLOOR.vocals);
      expect(improvementDb(accompaniment, band, mix)).toBeGreaterThan(FLOOR.accompaniment);
    });
  },
);

function sum(a: AudioData, b: AudioData): AudioData {
  const channels = a.channels.map((x, c) => x.map((sample, i) => sample + b.channels[c][i]));
  return audioData(a.sampleRate, channels);
}

function improvementDb(stem: AudioData | undefined, truth: AudioData, mix: AudioData): number {
  return siSdrDb(stem?.channels ?? [], truth.channels) - siSdrDb(mix.channels, truth.channels);
}
