import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeVoiceFile } from '../../src/voices/voice-file.js';
import { runCanto, spawnCanto } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';
import { writeTake } from '../voices/clone/take-files.js';
import { cleanTake, whiteNoise, withBackground } from '../voices/clone/takes.js';

const consent = 'I am the singer, and I agree.';
let dir: string;
let take: string;
beforeEach(async () => {
  dir = await tempDir();
  take = await writeTake(dir, cleanTake('take1.wav'));
});
const dataDir = () => join(dir, 'data');
const canto = (...args: string[]) => runCanto([...args, '--data', dataDir()]);

describe('canto voices clone', () => {
  it('makes a voice that is shown, exported, imported, removed, and of which no recording is kept', async () => {
    const cloned = await canto('voices', 'clone', 'My Voice', take, '--consent', consent, '--json');
    expect(cloned).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(cloned.stdout)).toMatchObject({
      voice: { id: 'my-voice', origin: 'cloned', provenance: { licence: 'private', consent } },
      recordings: [{ name: 'take1.wav' }],
    });
    expect(cloned.stderr).toContain('%');
    expect((await canto('voices', 'show', 'my-voice')).stdout).toContain(`consent   ${consent}`);
    const file = join(dir, 'out.canto-voice');
    await canto('voices', 'export', 'my-voice', '-o', file);
    const { manifest } = decodeVoiceFile(await readFile(file), file);
    expect(manifest.provenance.consent).toBe(consent);
    expect((await stat(file)).size).toBeLessThan(300_000);
    expect((await canto('voices', 'remove', 'my-voice')).exitCode).toBe(0);
    expect((await canto('voices', 'import', file)).stdout).toContain("'my-voice'");
    expect(await readdir(join(dataDir(), 'voices'))).toEqual(['my-voice.canto-voice']);
  });

  it('keeps recordings only when asked, and gives them away only when asked again', async () => {
    const kept = await canto(
      ...['voices', 'clone', 'kept', take, '--consent', consent, '--keep-recordings', '--quiet'],
    );
    expect(kept).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await canto('voices', 'show', 'kept')).stdout).toContain('kept      1 recordings');
    await canto('voices', 'export', 'kept', '-o', join(dir, 'a', 'kept.canto-voice'));
    expect(await readdir(join(dir, 'a'))).toEqual(['kept.canto-voice']);
    await canto(
      ...['voices', 'export', 'kept', '-o', join(dir, 'b', 'kept.canto-voice')],
      ...['--recordings', join(dir, 'b')],
    );
    const out = await readFile(join(dir, 'b', '01 take1.wav'));
    expect(out.equals(await readFile(take))).toBe(true);
    await canto('voices', 'remove', 'kept');
    expect(await readdir(join(dataDir(), 'voices'))).toEqual([]);
  });

  it('says what to record again, with exit code 2', async () => {
    const bad = await writeTake(dir, withBackground(cleanTake('cellar.wav'), whiteNoise(), 4));
    const refused = await canto('voices', 'clone', 'me', take, bad, '--consent', consent);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("'cellar.wav' can't be used");
    expect(refused.stderr).toContain('record it again');
    const json = await canto('voices', 'clone', 'me', bad, '--consent', consent, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'unusable-recordings' } });
  });

  it('wants a consent in words, recordings that are there, and a name', async () => {
    for (const args of [
      ['me', take],
      ['me', take, '--consent', 'ok'],
      ['me', join(dir, 'none.wav'), '--consent', consent],
    ]) {
      expect((await canto('voices', 'clone', ...args)).exitCode).toBe(2);
    }
  });

  it('stops at Ctrl-C with exit code 130 and leaves no voice', async () => {
    const child = spawnCanto([
      'voices',
      'clone',
      'me',
      take,
      '--consent',
      consent,
      '--data',
      dataDir(),
    ]);
    await once(child.stderr as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    const [exitCode] = (await once(child, 'close')) as [number];
    expect(exitCode).toBe(130);
    expect((await canto('voices', 'list')).stdout).not.toContain('me ');
  });
});
