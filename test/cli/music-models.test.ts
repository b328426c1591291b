import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.js';
import { runCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';
import { writeTinyMusicgen } from '../support/tiny-musicgen.js';

async function studio() {
  const dir = await tempDir();
  const data = ['--data', join(dir, 'data'), '--quiet'];
  return { dir, canto: (...args: string[]) => runCanto([...args, ...data]) };
}

describe('a folder with MusicGen', () => {
  it('is tried out, kept, listed, verified and removed', async () => {
    const { dir, canto } = await studio();
    await writeTinyMusicgen(join(dir, 'Tiny Music'));
    const imported = await canto('models', 'import', join(dir, 'Tiny Music'));
    expect(imported.stderr).toBe('');
    expect(imported.stdout).toContain(
      'tiny-music: MusicGen, to be used with --engine musicgen --model tiny-music',
    );
    expect(imported.stdout).toContain('4 codebooks, 50 steps per second, sound at 32000 Hz');
    expect((await canto('models', 'list')).stdout).toMatch(/^tiny-music +imported/m);
    expect((await canto('models', 'verify')).stdout).toMatch(/^tiny-music +ok/m);
    expect(await canto('models', 'remove', 'tiny-music')).toMatchObject({ exitCode: 0 });
    expect((await canto('models', 'list')).stdout).not.toContain('tiny-music');
  });

  it('of another kind, or with something missing, is refused, and the message says why', async () => {
    const { dir, canto } = await studio();
    await writeTinyMusicgen(join(dir, 'melody'), { config: { model_type: 'musicgen_melody' } });
    const melody = await canto('models', 'import', join(dir, 'melody'));
    expect(melody.exitCode).toBe(3);
    expect(melody.stderr).toContain("of the type 'musicgen_melody'");
    const nothing = await canto('models', 'import', dir);
    expect(nothing.exitCode).toBe(3);
    expect(nothing.stderr).toContain('optimum-cli export onnx --model facebook/musicgen-small');
  });
});

it('a model with terms is not pulled before they are agreed to: exit code 2, and the terms', async () => {
  const { canto } = await studio();
  const refused = await canto('models', 'pull', 'musicgen-small');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(
    "'MusicGen small' comes under CC-BY-NC-4.0 (https://creativecommons.org/licenses/by-nc/4.0/): the model may not be used commercially",
  );
  expect(refused.stderr).toContain('canto models pull musicgen-small --accept-licence');
  expect((await canto('models', 'list')).stdout).toMatch(/^musicgen-small .*658\.4 MB.*CC-BY-NC/m);
});

describe('canto song --engine musicgen', () => {
  it('makes a song of a length in one command, and says by which model', async () => {
    const { dir, canto } = await studio();
    await writeTinyMusicgen(join(dir, 'Tiny Music'));
    await canto('models', 'import', join(dir, 'Tiny Music'));
    const song = (...args: string[]) =>
      canto('song', 'a slow waltz', '--engine', 'musicgen', '-o', join(dir, 'waltz.wav'), ...args);
    const missing = await song();
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr).toContain('canto models pull musicgen-small --accept-licence');
    const made = await song('--model', 'tiny-music', '--duration', '8', '--bpm', '90', '--json');
    expect(made.stderr).toBe('');
    expect(JSON.parse(made.stdout)).toMatchObject({
      ...{ output: join(dir, 'waltz.wav'), durationSeconds: 8, model: 'tiny-music' },
      ...{ prompt: 'a slow waltz, 90 bpm', licence: 'not known here', provider: 'cpu' },
    });
    expect((await readWav(join(dir, 'waltz.wav'))).length).toBe(8 * 44_100);
  });

  it.each([
    [['--voice', 'kathleen'], 'knows no voice'],
    [['--mute', 'bass'], 'knows no edits'],
    [['--variations', '2'], 'knows no variations'],
    [['--midi', 'song.mid'], 'neither score nor stems'],
  ])('with %j is refused: exit code 2, and why', async (args, words) => {
    const { dir, canto } = await studio();
    const run = await canto(
      ...['song', 'a waltz', '--engine', 'musicgen', '-o', join(dir, 'waltz.wav'), ...args],
    );
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(words);
  });
});
