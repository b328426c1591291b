import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCanto } from '../support/run-canto.js';
import { vectorPath } from '../voices/rvc/vectors.js';

let dataDir = '';
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'canto-voices-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const canto = (...args: string[]) => runCanto([...args, '--data', dataDir]);

describe('canto voices', () => {
  it('imports, shows, exports and removes a voice of RVC', async () => {
    const imported = await canto(
      ...['voices', 'import', vectorPath('v1_32k_f0.pth'), vectorPath('index_256.index')],
      ...['--name', 'My Singer', '--json'],
    );
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(imported.stdout)).toMatchObject({
      voice: { id: 'my-singer', engine: 'rvc', origin: 'imported' },
    });
    expect((await canto('voices', 'show', 'my-singer')).stdout).toContain('RVC v1, 32 kHz');
    const file = join(dataDir, 'out.canto-voice');
    expect(await canto('voices', 'export', 'my-singer', '-o', file)).toMatchObject({ exitCode: 0 });
    expect((await stat(file)).size).toBeGreaterThan(1e6);
    expect((await canto('voices', 'import', file)).stdout).toContain("'my-singer-2'");
    expect((await canto('voices', 'remove', 'my-singer-2')).exitCode).toBe(0);
    expect((await canto('voices', 'list')).stdout).not.toContain('my-singer-2');
  });

  it('blends voices, and says how, or why it cannot', async () => {
    for (const name of ['v1_32k_nof0', 'v2_32k_f0']) {
      await canto('voices', 'import', vectorPath(`${name}.pth`), '--name', name);
    }
    const blend = (other: string) =>
      canto('voices', 'blend', 'Both', '--from', 'my-singer', '--with', other, '--mix', '0.3');
    const same = await blend('my-singer');
    expect(same.stdout).toContain("'both' is in the library: 70 % My Singer, 30 % My Singer");
    expect((await blend('v1-32k-nof0')).stderr).toContain('whether they follow a melody differs');
    const mixed = await blend('v2-32k-f0');
    expect(mixed.stdout).toContain('their sound is mixed, since their version differs (v1 and v2)');
    expect((await blend('kathleen')).stderr).toContain("a voice of 'canto'");
  });

  it('blends voices of Canto, and searches for one unlike all others', async () => {
    const blend = (name: string, ...args: string[]) =>
      canto(
        ...['voices', 'blend', name, '--from', 'kathleen', '--with', 'flemishguy', '--json'],
        ...args,
      );
    expect(JSON.parse((await blend('Nova', '--mix', '0.4')).stdout)).toMatchObject({
      voice: { id: 'nova', engine: 'canto', origin: 'blended', blend: { mix: 0.4 } },
    });
    expect((await blend('Stella', '--unique', '--distance', '1')).exitCode).toBe(0);
    const impossible = await blend('Nobody', '--unique', '--distance', '30');
    expect(impossible.exitCode).toBe(2);
    expect(impossible.stderr).toMatch(/the farthest is \d+\.\d dB/);
  });

  it('names the command that gets what a voice of RVC needs', async () => {
    const { exitCode, stderr } = await canto(
      ...['convert', 'demo', '--voice', 'my-singer', '-o', join(dataDir, 'x.wav')],
    );
    expect(exitCode).toBe(3);
    expect(stderr).toContain('canto models pull contentvec');
    expect(stderr).toContain('189.5 MB, MIT');
  });

  it('takes in as models only files that the catalogue knows', async () => {
    const { exitCode, stderr } = await canto('models', 'import', vectorPath('README.md'));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/its sha256 is [0-9a-f]{64}/);
  });

  it('keeps the built-in voices', async () => {
    const { exitCode, stderr } = await canto('voices', 'remove', 'kathleen');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('comes with Canto');
  });
});
