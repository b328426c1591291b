import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseVoiceEngine } from '../../src/voices/voice-engines.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';
import type { Voice } from '../../src/voices/voice.js';

let dataDir = '';
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'canto-voices-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const library = () => openVoiceLibrary({ dataDir });

describe('the voice library', () => {
  it('has built-in voices, each of known origin, licence and range', async () => {
    const voices = await library().list();
    expect(voices.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['flemishguy', 'kathleen', 'kerstin', 'nathalie']),
    );
    for (const voice of voices) {
      expect(voice.provenance.licence).toBe('CC0-1.0');
      expect(voice.provenance.source).toContain('voice dataset');
      expect(voice.range.lowHz).toBeLessThan(voice.range.highHz);
      expect(voice.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('finds a voice by its id, in any case', async () => {
    expect((await library().get('Kathleen')).name).toBe('Kathleen');
  });

  it('says which names come near a wrong one', async () => {
    await expect(library().get('kathlen')).rejects.toMatchObject({
      kind: 'not-found',
      code: 'no-such-voice',
      hint: 'Did you mean kathleen?',
    });
    await expect(library().get('../../etc/passwd')).rejects.toMatchObject({
      hint: expect.stringContaining('flemishguy') as string,
    });
  });

  it('lists the voices of the data folder, and leaves out what is no voice', async () => {
    const builtIn = await library().list();
    const kathleen = await library().get('kathleen');
    const folder = join(dataDir, 'voices');
    await mkdir(folder, { recursive: true });
    const bytes = await readFile(kathleen.file);
    await cp(kathleen.file, join(folder, 'again.canto-voice'));
    await writeFile(join(folder, 'broken.canto-voice'), bytes.subarray(0, 40));
    await writeFile(join(folder, 'notes.txt'), 'no voice');
    expect(await library().list()).toHaveLength(builtIn.length + 1);
    await rm(folder, { recursive: true });
  });
});

describe('choosing a voice engine', () => {
  const voice = { id: 'x', engine: 'dsp' } as Voice;

  it('takes the engine that the voice was made for', () => {
    expect(chooseVoiceEngine(voice).id).toBe('dsp');
    expect(chooseVoiceEngine(voice, 'dsp').id).toBe('dsp');
  });

  it('refuses engines that are unknown or unfit', () => {
    expect(() => chooseVoiceEngine(voice, 'magic')).toThrow(/no voice engine 'magic'/);
    const other = { id: 'x', engine: 'future' } as Voice;
    expect(() => chooseVoiceEngine(other)).toThrow(/made for the engine 'future'/);
    expect(() => chooseVoiceEngine(other, 'dsp')).toThrow(/can't sing/);
  });
});
