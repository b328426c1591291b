import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blendVoices } from '../../src/voices/blend-voices.js';
import { voiceDistance } from '../../src/voices/dsp/voice-distance.js';
import { decodeProfile } from '../../src/voices/dsp/voice-profile.js';
import { stricterLicence } from '../../src/voices/licences.js';
import { decodeVoiceFile, encodeVoiceFile } from '../../src/voices/voice-file.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';
import type { VoiceProvenance } from '../../src/voices/voice.js';
import { tempDir } from '../support/temp-dir.js';

const library = openVoiceLibrary({ dataDir: '/nowhere' });
const pathOf = async (id: string) => (await library.get(id)).file;

async function blend(first: string, second: string, mix: number) {
  const paths = [await pathOf(first), await pathOf(second)] as const;
  return decode(await blendVoices(paths, { id: 'nova', name: 'Nova', mix }));
}

function decode(bytes: Uint8Array) {
  const file = decodeVoiceFile(bytes, 'a voice');
  return { ...file, range: file.manifest.range, ...decodeProfile(file, 'a voice') };
}

const voice = async (id: string) => decode(await readFile(await pathOf(id)));

describe('a blend of two profiles', () => {
  it('at 0 and at 1 is the one parent and the other', async () => {
    for (const [mix, id] of [
      [0, 'kathleen'],
      [1, 'flemishguy'],
    ] as const) {
      const parent = await voice(id);
      const { body, range } = await blend('kathleen', 'flemishguy', mix);
      expect(Buffer.from(body).equals(Buffer.from(parent.body))).toBe(true);
      expect(range).toEqual(parent.range);
    }
  });

  it.each([
    ['kathleen', 'kerstin'],
    ['nathalie', 'flemishguy'],
  ])('of %s and %s moves steadily from the one to the other', async (first, second) => {
    const [a, b] = [await voice(first), await voice(second)];
    const whole = voiceDistance(a, b);
    for (const mix of [0.25, 0.5, 0.75]) {
      const between = await blend(first, second, mix);
      // Spectra and semitones are mixed linearly, and so is their distance; ranges are rounded to 0.1 Hz.
      expect(voiceDistance(a, between)).toBeCloseTo(mix * whole, 1);
      expect(voiceDistance(b, between)).toBeCloseTo((1 - mix) * whole, 1);
    }
  });

  it('is the same every time, and tells of its parents', async () => {
    const [one, two] = [
      await blend('nathalie', 'kathleen', 0.3),
      await blend('nathalie', 'kathleen', 0.3),
    ];
    expect(Buffer.from(one.body).equals(Buffer.from(two.body))).toBe(true);
    expect(one.manifest).toMatchObject({
      origin: 'blended',
      engine: 'canto',
      description: '70 % Nathalie, 30 % Kathleen',
      provenance: { licence: 'CC0-1.0' },
      blend: { parents: [{ id: 'nathalie' }, { id: 'kathleen' }], mix: 0.3 },
    });
    const [a, b] = [await voice('nathalie'), await voice('kathleen')];
    const expected = a.range.medianHz ** 0.7 * b.range.medianHz ** 0.3;
    expect(one.range.medianHz).toBeCloseTo(expected, 0);
  });

  it('keeps shapes without loudness: none is louder than its parents allow', async () => {
    const { voicedShapes } = await blend('kathleen', 'flemishguy', 0.5);
    expect(voicedShapes.every(Number.isFinite)).toBe(true);
    expect(voicedShapes.length).toBe((await voice('kathleen')).voicedShapes.length);
  });
});

describe('whose a blend is', () => {
  it.each([
    ['CC0-1.0', 'CC0-1.0', 'CC0-1.0'],
    ['CC0-1.0', 'CC-BY-4.0', 'CC-BY-4.0'],
    ['private', 'CC0-1.0', 'private'],
    ['private', 'House licence', 'private'],
    ['House licence', 'CC0-1.0', 'House licence'],
    ['House licence', 'CC-BY-4.0', 'House licence and CC-BY-4.0'],
    ['unknown', 'CC-BY-SA-4.0', 'unknown'],
  ])('%s and %s make %s', (a, b, made) => {
    expect(stricterLicence(a, b)).toBe(made);
  });

  it('stays private, with the consent of both', async () => {
    const dir = await tempDir();
    const owned = async (id: string, provenance: VoiceProvenance) => {
      const { manifest, body } = decodeVoiceFile(await readFile(await pathOf(id)), id);
      const file = join(dir, `${id}.canto-voice`);
      await writeFile(file, encodeVoiceFile({ manifest: { ...manifest, provenance }, body }));
      return file;
    };
    const ann = { licence: 'private', source: 'Ann', consent: 'I am Ann.' };
    const bob = { licence: 'CC-BY-4.0', source: 'Bob', consent: 'I am Bob.' };
    const paths = [await owned('kathleen', ann), await owned('kerstin', bob)] as const;
    const { manifest } = decode(await blendVoices(paths, { id: 'c', name: 'C', mix: 0.5 }));
    expect(manifest.provenance).toEqual({
      licence: 'private',
      source: 'Ann; Bob',
      consent: 'I am Ann.; I am Bob.',
    });
  });
});

describe('a blend unlike every other voice', () => {
  const unique = async (distance: number) => {
    const others = (await library.list()).map(({ file }) => file);
    const paths = [await pathOf('kathleen'), await pathOf('flemishguy')] as const;
    return blendVoices(paths, { id: 'u', name: 'U', mix: 0.5, unique: { distance, others } });
  };

  it('is at least as far from each as was asked for', async () => {
    const made = decode(await unique(1.5));
    for (const { id } of await library.list()) {
      // Offsets take the loudness off anew, and shapes are bytes: 0.1 dB.
      expect(voiceDistance(made, await voice(id))).toBeGreaterThan(1.4);
    }
  });

  it('that cannot be is refused with what could', async () => {
    await expect(unique(20)).rejects.toThrow(
      /no blend of these voices is 20 dB from every voice: the farthest is \d+\.\d dB from '/,
    );
  });
});
