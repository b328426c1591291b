import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
