import { describe, expect, it } from 'vitest';
import { seededNormal, seededRandom } from '../../src/dsp/random.js';
import { InputError } from '../../src/errors.js';
import { envelopeGrid } from '../../src/voices/dsp/envelope-shape.js';
import { decodeProfile, encodeProfile } from '../../src/voices/dsp/voice-profile.js';
import {
  decodeVoiceFile,
  encodeVoiceFile,
  type VoiceManifest,
} from '../../src/voices/voice-file.js';

const manifest: VoiceManifest = {
  id: 'my-voice',
  name: 'My voice',
  description: '',
  language: 'en-US',
  engine: 'dsp',
  origin: 'imported',
  provenance: { licence: 'private', source: 'me' },
  range: { lowHz: 100, medianHz: 200, highHz: 400 },
};
const normal = seededNormal(1);
const curve = () => Float32Array.from({ length: envelopeGrid.count }, () => 0.3 * normal());
const profile = {
  voicedMean: curve(),
  unvoicedMean: curve(),
  longTerm: curve(),
  // Within ±4 of the mean, where int8 steps of 1/32 reach.
  voicedShapes: Float32Array.from({ length: 10 * envelopeGrid.count }, () => 0.3 * normal()),
};
const file = encodeVoiceFile({ manifest, body: encodeProfile(profile) });

describe('a voice file', () => {
  it('comes back as it was written, shapes within half a step', () => {
    const read = decodeVoiceFile(file, 'my-voice');
    expect(read.manifest).toMatchObject(manifest);
    const again = decodeProfile(read, 'my-voice');
    expect(again.voicedMean).toEqual(profile.voicedMean);
    expect(again.longTerm).toEqual(profile.longTerm);
    again.voicedShapes.forEach((value, i) => {
      expect(Math.abs(value - profile.voicedShapes[i])).toBeLessThan(1 / 64 + 1e-6);
    });
  });

  it('is refused with an InputError at whatever length it is cut off', () => {
    for (let length = 0; length < file.length; length += 7) {
      expect(() => {
        decodeProfile(decodeVoiceFile(file.subarray(0, length), 'cut'), 'cut');
        // A cut between two envelopes leaves a smaller, but whole profile.
        if ((file.length - length) % envelopeGrid.count === 0) throw new InputError('cut', 'cut');
      }).toThrow(InputError);
    }
  });

  it('never fails with anything but an InputError, whatever its bytes', () => {
    const random = seededRandom(2);
    for (let i = 0; i < 300; i++) {
      const broken = Uint8Array.from(file);
      for (let n = 0; n < 4; n++) broken[Math.floor(random() * 400)] = Math.floor(random() * 256);
      try {
        decodeProfile(decodeVoiceFile(broken, 'broken'), 'broken');
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }
  });

  it('is refused when it claims a huge manifest, a bad name or values that no voice has', () => {
    const huge = Uint8Array.from(file);
    huge.fill(255, 8, 12);
    expect(() => decodeVoiceFile(huge, 'huge')).toThrow(/claims 4294967295 bytes/);
    expect(() =>
      encodeVoiceFile({ manifest: { ...manifest, id: '../x' }, body: new Uint8Array() }),
    ).toThrow();
    const body = encodeProfile({ ...profile, longTerm: curve().fill(NaN) });
    expect(() => decodeProfile({ manifest, body }, 'nan')).toThrow(/values that no voice has/);
  });
});
