import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { readWav, writeWav } from '../../src/audio/wav.js';
import { loadConfig } from '../../src/config.js';
import { encodeStep } from '../../src/studio/steps/encode.js';
import { tempDir } from '../support/temp-dir.js';

/** A stem may be louder than the mix that it was taken from. */
const PEAK = 1.5;

describe('a stem beyond full scale', () => {
  const sine = Float32Array.from({ length: 5000 }, (_, i) => PEAK * Math.sin(i / 20));
  const stem = audioData(44_100, [sine, sine.map((x) => -x)]);

  it('keeps its level as wav, sample by sample', async () => {
    const { outputDir, warnings } = await encode('wav');
    expect(await readWav(join(outputDir, 'vocals.wav'))).toEqual(stem);
    expect(warnings).toEqual(['from the source']);
  });

  it('is turned down as flac, and said so', async () => {
    const { outputDir, warnings } = await encode('flac');
    const limits = { maxDurationSeconds: 1, maxBytes: 1e6, maxChannels: 2 };
    const { audio } = await decodeFile(join(outputDir, 'vocals.flac'), { limits, ffmpeg: 'off' });
    const peak = Math.max(...stem.channels[0]);
    expect(Math.max(...audio.channels[0])).toBeCloseTo(1, 4);
    expect(audio.channels[0][1234]).toBeCloseTo(stem.channels[0][1234] / peak, 4);
    expect(warnings[1]).toBe(
      'vocals was turned down by 3.5 dB to fit its format; as wav it keeps its level',
    );
  });

  async function encode(format: string) {
    const outputDir = await tempDir();
    await writeWav(join(outputDir, 'stem.wav'), stem);
    const { warnings } = (await encodeStep({
      settings: { formats: { vocals: format }, bitDepths: {}, title: 'a song', made: 'by a test' },
      files: { vocals: join(outputDir, 'stem.wav') },
      data: { decoded: { title: null, artist: null, warnings: ['from the source'] } },
      outputDir,
      config: loadConfig({ CANTO_DATA: outputDir }),
    })) as { warnings: string[] };
    return { outputDir, warnings };
  }
});
