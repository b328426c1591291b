import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import {
  pitchTrackLength,
  type PitchTrack,
  type PitchTracker,
} from '../../src/pitch/pitch-tracker.js';
import { join, silence, sum, synthesiseVoice, whiteNoise } from './synthetic-voice.js';

/** Frames at an onset or end see part of the signal only. */
const EDGE_SECONDS = 0.08;

/** What every pitch tracker keeps. */
export function describePitchTracker(title: string, makeTracker: () => PitchTracker): void {
  describe(`pitch tracker ${title}`, () => {
    it('finds sung notes from a low E to a high C', async () => {
      const notes = [82.4, 110, 220, 440, 880, 1046.5];
      const sung = notes.flatMap((hz) => [
        synthesiseVoice({ seconds: 1, f0: () => hz }),
        silence(0.3),
      ]);
      const track = await makeTracker().track(join(...sung));
      notes.forEach((hz, i) => expectPitch(track, 1.3 * i, 1.3 * i + 1, () => hz));
    });

    it.each([8000, 48_000, 96_000])('finds a note at %i samples/s', async (sampleRate) => {
      const voice = synthesiseVoice({ seconds: 0.6, f0: () => 220, sampleRate });
      expectPitch(await makeTracker().track(voice), 0, 0.6, () => 220);
    });

    it('gives value i at time i · hop, from a glide over two octaves', async () => {
      const glide = (seconds: number) => 110 * 2 ** seconds;
      const voice = synthesiseVoice({ seconds: 2, f0: glide });
      const track = await makeTracker().track(voice);
      expectPitch(track, 0, 2, glide);
      const bias = meanCents(track, 0, 2, glide);
      // One octave per second is 12 cents in 10 ms: half a hop of delay would be 6 cents.
      expect(Math.abs(bias)).toBeLessThan(6);
    });

    it('follows a vibrato of ±80 cents at 5.5 Hz', async () => {
      const vibrato = (seconds: number) =>
        330 * 2 ** ((80 / 1200) * Math.sin(2 * Math.PI * 5.5 * seconds));
      const track = await makeTracker().track(synthesiseVoice({ seconds: 2, f0: vibrato }));
      expectPitch(track, 0, 2, vibrato);
    });

    it('hears a fundamental 12 dB below the second harmonic', async () => {
      const harmonic = (k: number) => (k === 1 ? 0.125 : 1 / k);
      const track = await makeTracker().track(
        synthesiseVoice({ seconds: 1, f0: () => 196, harmonic }),
      );
      expectPitch(track, 0, 1, () => 196);
    });

    it('is not led an octave up by a second harmonic 6 dB above the first', async () => {
      const harmonic = (k: number) => (k === 2 ? 2 : 1 / k);
      const track = await makeTracker().track(
        synthesiseVoice({ seconds: 1, f0: () => 196, harmonic }),
      );
      expectPitch(track, 0, 1, () => 196);
    });

    it('keeps the pitch through noise 20 dB below the voice', async () => {
      const voice = synthesiseVoice({ seconds: 1, f0: () => 261.6 });
      const level = Math.sqrt(
        voice.channels[0].reduce((energy, x) => energy + x * x, 0) / voice.length,
      );
      const track = await makeTracker().track(sum(voice, whiteNoise(1, level / 10)));
      expectPitch(track, 0, 1, () => 261.6);
    });

    it('calls silence unvoiced', async () => {
      const track = await makeTracker().track(silence(1));
      expect(voicedShare(track, 0, 1)).toBe(0);
    });

    it('calls noise unvoiced, loud and soft', async () => {
      const track = await makeTracker().track(join(whiteNoise(2, 0.2), whiteNoise(2, 0.002)));
      expect(voicedShare(track, 0, 4)).toBeLessThan(0.02);
    });

    it('tells a note from the pause around it', async () => {
      const note = synthesiseVoice({ seconds: 1, f0: () => 220 });
      const track = await makeTracker().track(join(silence(1), note, silence(1)));
      expect(voicedShare(track, 0, 1)).toBe(0);
      expect(voicedShare(track, 1, 2)).toBe(1);
      expect(voicedShare(track, 2, 3)).toBe(0);
    });

    it.each([1, 441, 44_099])('gives one value per hop for %i samples', async (length) => {
      const audio = audioData(44_100, [new Float32Array(length)]);
      const { f0Hz, confidence } = await makeTracker().track(audio);
      expect(f0Hz.length).toBe(pitchTrackLength(audio));
      expect(confidence.length).toBe(f0Hz.length);
    });

    it('gives confidences in 0…1, higher in a note than in noise', async () => {
      const note = synthesiseVoice({ seconds: 1, f0: () => 220 });
      const { confidence } = await makeTracker().track(join(note, whiteNoise(1, 0.1)));
      expect(confidence.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(mean(confidence.subarray(10, 90))).toBeGreaterThan(
        mean(confidence.subarray(110, 190)) + 0.3,
      );
    });

    it('follows the mean of the channels', async () => {
      const [samples] = synthesiseVoice({ seconds: 0.5, f0: () => 220 }).channels;
      const stereo = audioData(44_100, [samples, new Float32Array(samples.length)]);
      expectPitch(await makeTracker().track(stereo), 0, 0.5, () => 220);
    });

    it('gives the same track twice', async () => {
      const voice = synthesiseVoice({ seconds: 0.5, f0: () => 220 });
      const once = await makeTracker().track(voice);
      expect(await makeTracker().track(voice)).toEqual(once);
    });

    it('reports progress that never falls and ends at 1', async () => {
      const fractions: number[] = [];
      await makeTracker().track(synthesiseVoice({ seconds: 1, f0: () => 220 }), {
        onProgress: (fraction) => fractions.push(fraction),
      });
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
    });

    it('stops when it is cancelled', async () => {
      const cancel = new AbortController();
      const tracking = makeTracker().track(silence(60), {
        signal: cancel.signal,
        onProgress: () => cancel.abort(),
      });
      await expect(tracking).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
}

/** 95 % of the values away from the edges lie within 50 cents of `f0`: the usual measure (RPA). */
function expectPitch(
  track: PitchTrack,
  from: number,
  to: number,
  f0: (seconds: number) => number,
): void {
  const errors = centErrors(track, from, to, f0);
  const right = errors.filter((cents) => Math.abs(cents) < 50).length / errors.length;
  expect(right).toBeGreaterThanOrEqual(0.95);
}

function meanCents(
  track: PitchTrack,
  from: number,
  to: number,
  f0: (seconds: number) => number,
): number {
  return mean(centErrors(track, from, to, f0).filter((cents) => Math.abs(cents) < 50));
}

function centErrors(
  { hopSeconds, f0Hz }: PitchTrack,
  from: number,
  to: number,
  f0: (seconds: number) => number,
): number[] {
  const errors: number[] = [];
  f0Hz.forEach((hz, i) => {
    const seconds = i * hopSeconds;
    if (seconds < from + EDGE_SECONDS || seconds > to - EDGE_SECONDS) return;
    errors.push(hz > 0 ? 1200 * Math.log2(hz / f0(seconds)) : Infinity);
  });
  return errors;
}

function voicedShare({ hopSeconds, f0Hz }: PitchTrack, from: number, to: number): number {
  const inside = f0Hz.filter(
    (_, i) => i * hopSeconds > from + EDGE_SECONDS && i * hopSeconds < to - EDGE_SECONDS,
  );
  return inside.filter((hz) => hz > 0).length / inside.length;
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
