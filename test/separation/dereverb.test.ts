import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { Reverb } from '../../src/dsp/reverb.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { CancelledError } from '../../src/errors.js';
import { dereverb } from '../../src/separation/dereverb.js';
import { syllables } from './syllables.js';

const SAMPLE_RATE = 44_100;
const dry = syllables(8, SAMPLE_RATE);

/** The voice in a room that rings for `decaySeconds`, `wet` as loud as itself. */
function inRoom(decaySeconds: number, wet: number): Float32Array {
  const samples = dry.slice();
  const settings = { room: 0.2, decaySeconds, damping: 0.2 };
  const reverb = new Reverb(SAMPLE_RATE, settings);
  reverb.addTo(samples, new Float32Array(dry.length), dry, wet);
  return samples;
}

const dried = (samples: Float32Array, strength = 1) =>
  dereverb(audioData(SAMPLE_RATE, [samples]), { strength });

describe('de-reverberation', () => {
  it('leaves a dry voice as it is, sample by sample', async () => {
    const { voice, room } = await dried(dry);
    expect(room.dry).toBe(true);
    expect(voice.channels[0]).toEqual(dry);
  });

  it('brings a voice in a room nearer to the dry voice', async () => {
    for (const decaySeconds of [0.8, 1.5, 2.5]) {
      const wet = inRoom(decaySeconds, 0.5);
      const { voice, room } = await dried(wet);
      expect(room.dry).toBe(false);
      const gained = siSdrDb(voice.channels, [dry]) - siSdrDb([wet], [dry]);
      expect(gained, `${decaySeconds} s`).toBeGreaterThan(0.5);
    }
  });

  it('hears how long a room rings, within an octave', async () => {
    for (const decaySeconds of [1, 2, 3]) {
      const { room } = await dried(inRoom(decaySeconds, 0.5));
      expect(room.decaySeconds / decaySeconds).toBeGreaterThan(0.5);
      expect(room.decaySeconds / decaySeconds).toBeLessThan(2);
    }
  });

  it('hears more reverberation where there is more', async () => {
    const [some, much] = [await dried(inRoom(1.5, 0.2)), await dried(inRoom(1.5, 0.8))];
    expect(much.room.lateDb).toBeGreaterThan(some.room.lateDb + 6);
  });

  it('of strength 0 only listens', async () => {
    const wet = inRoom(1.5, 0.5);
    const { voice, room } = await dried(wet, 0);
    expect(voice.channels[0]).toEqual(wet);
    expect(room.dry).toBe(false);
  });

  it('is the same each time', async () => {
    const wet = inRoom(1.5, 0.5);
    expect((await dried(wet)).voice.channels[0]).toEqual((await dried(wet)).voice.channels[0]);
  });

  it('leaves silence silent', async () => {
    const { voice, room } = await dried(new Float32Array(SAMPLE_RATE));
    expect(room.dry).toBe(true);
    expect(voice.channels[0].every((x) => x === 0)).toBe(true);
  });

  it('stops when it is cancelled', async () => {
    const signal = AbortSignal.abort();
    const audio = audioData(SAMPLE_RATE, [dry]);
    await expect(dereverb(audio, { strength: 1, signal })).rejects.toThrow(CancelledError);
  });
});
