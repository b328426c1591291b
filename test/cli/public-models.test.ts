import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWav, writeWav } from '../../src/audio/wav.js';
import { scaled } from '../separation/measures.js';
import { sines, worstErrorDb } from '../separation/stereo-signals.js';
import { CantoClient } from '../support/http-client.js';
import { gainModel, spectraModel, waveformModel } from '../support/onnx-writer.js';
import { runCanto, startServer } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';

/** Drums, bass, other, vocals. */
const GAINS = [0.2, 0.3, 0.4, 0.1];
const mix = sines(100_000, 440, 5000);

describe('a model file', () => {
  it('is imported, listed, used on the command line, and removed', async () => {
    const { dir, song, canto } = await studio();
    const imported = await canto('models', 'import', join(dir, 'My Demucs.onnx'));
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(imported.stdout).toContain(
      'my-demucs: Demucs v4, to be used with --engine demucs --model my-demucs',
    );
    expect((await canto('models', 'list')).stdout).toMatch(/^my-demucs +imported/m);

    const run = await canto(
      ...['separate', song, '-o', join(dir, 'stems'), '--stems', '4', '--engine', 'demucs'],
      ...['--model', 'my-demucs', '--overlap', '0.5', '--segment', '1', '--shifts', '2'],
    );
    expect(run).toMatchObject({ exitCode: 0 });
    for (const [name, gain] of Object.entries({ drums: 0.2, bass: 0.3, other: 0.4, vocals: 0.1 })) {
      const stem = await readWav(join(dir, 'stems', `${name}.wav`));
      // Files of 24 bits.
      expect(worstErrorDb(stem, scaled(mix, gain))).toBeLessThan(-90);
    }
    expect(await canto('models', 'remove', 'my-demucs')).toMatchObject({ exitCode: 0 });
    expect((await canto('models', 'list')).stdout).not.toContain('my-demucs');
  });

  it('that does not fit, or says too little, is no model, and the message says what would be', async () => {
    const { dir, canto } = await studio();
    await writeFile(join(dir, 'gain.onnx'), gainModel(2));
    const unfit = await canto('models', 'import', join(dir, 'gain.onnx'));
    expect(unfit.exitCode).toBe(2);
    expect(unfit.stderr).toContain('MDX-Net maps float32[batch, 4, bins, frames] to the same');
    await writeFile(join(dir, 'mdx.onnx'), spectraModel({ dimF: 2048, frames: 32 }));
    const unknown = await canto('models', 'import', join(dir, 'mdx.onnx'));
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('--n-fft 6144 --stem vocals');
    const told = await canto(
      ...['models', 'import', join(dir, 'mdx.onnx'), '--name', 'mine'],
      ...['--n-fft', '4096', '--stem', 'instrumental', '--compensation', '1.02', '--json'],
    );
    expect(JSON.parse(told.stdout)).toMatchObject({
      ...{ id: 'mine', engine: 'mdx', kind: 'MDX-Net', stems: 'instrumental (vocals: the rest)' },
      source: 'the file; nFft, compensation, stem as imported',
    });
  });

  it.each([
    [['--engine', 'mdx'], 3, 'canto models pull kim-vocal-2'],
    [['--engine', 'demucs', '--model', 'htdemucs-6s'], 3, 'canto models pull htdemucs-6s'],
    [['--engine', 'demucs', '--model', 'nobody'], 2, "no model is named 'nobody'"],
    [['--engine', 'demucs', '--model', '/etc/passwd'], 2, "no model is named '/etc/passwd'"],
    [['--engine', 'mdx', '--model', 'htdemucs'], 2, 'kim-vocal-2'],
    [['--engine', 'mdx', '--stems', '4'], 2, "can't make 4 stems"],
    [['--engine', 'dsp', '--shifts', '2'], 2, "knows no 'shifts'"],
    [['--engine', 'demucs', '--overlap', '1'], 2, 'overlap'],
  ])('%j exits with %i and says why', async (args, exitCode, words) => {
    const { dir, song, canto } = await studio();
    const run = await canto('separate', song, '-o', join(dir, 'stems'), ...args);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(words);
  });
});

it('users of the API name imported models, never files', async () => {
  const { dir, song, canto, dataDir } = await studio();
  await canto('models', 'import', join(dir, 'My Demucs.onnx'));
  const server = await startServer(dataDir);
  try {
    const client = new CantoClient(server.url);
    expect(await client.models()).toContainEqual(
      expect.objectContaining({ id: 'my-demucs', engine: 'demucs', present: true }),
    );
    const request = {
      ...{ source: { upload: await client.upload(song) }, separator: 'demucs' },
      ...{ separatorModel: 'my-demucs', overlap: 0.5, segmentSeconds: 1, shifts: 1 },
    };
    const { id } = await client.make('separations', request);
    const job = await client.finished(id);
    expect(job).toMatchObject({ state: 'done' });
    expect(job.files.map(({ name }) => name)).toEqual([
      'vocals.wav',
      'accompaniment.wav',
      'peaks.json',
      'report.json',
      'report.png',
    ]);
    const path = join(dir, 'My Demucs.onnx');
    const refused = client.make('separations', { ...request, separatorModel: path });
    await expect(refused).rejects.toThrow(/422.*unknown-model/);
    const missing = client.make('covers', {
      ...request,
      separatorModel: 'htdemucs',
      voice: 'kerstin',
    });
    await expect(missing).rejects.toThrow(/503.*model-missing/);
    const tooMuch = client.make('covers', { ...request, overlap: 1, voice: 'kerstin' });
    await expect(tooMuch).rejects.toThrow(/422.*overlap/);
  } finally {
    await server.stop();
  }
});

/** A song and a model file, and the command line with a data folder of its own. */
async function studio() {
  const dir = await tempDir();
  const song = join(dir, 'song.wav');
  await writeWav(song, mix, 24);
  await writeFile(join(dir, 'My Demucs.onnx'), waveformModel({ gains: GAINS, samples: 44_100 }));
  const dataDir = join(dir, 'data');
  const canto = (...args: string[]) => runCanto([...args, '--data', dataDir, '--quiet']);
  return { dir, song, dataDir, canto };
}
