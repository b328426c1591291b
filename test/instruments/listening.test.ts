import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { seededNormal } from '../../src/dsp/random.js';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { transcribePolyphonic } from '../../src/instruments/listening/basic-pitch/basic-pitch.js';
import { hearBeatbox, HI_HAT, KICK, SNARE } from '../../src/instruments/listening/beatbox.js';
import { hearHum } from '../../src/instruments/listening/hear-hum.js';
import { correctOctaves } from '../../src/instruments/listening/octave-errors.js';
import { segmentNotes } from '../../src/instruments/listening/segment-notes.js';
import { midiOfHz } from '../../src/instruments/pitch-numbers.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { join, silence, sum, synthesiseVoice } from '../pitch/synthetic-voice.js';
import { itWithShared } from '../support/shared.js';
import { faded, hum, onsetsOf, withRoom, type Hummed } from './hums.js';

const tune: Hummed[] = [
  [220, 0.4, 0.1],
  [246.9, 0.3, 0.08],
  [261.6, 0.5, 0],
  [293.7, 0.4, 0],
  [220, 0.3, 0.15],
  [220, 0.4, 0],
];

describe('notes of a hum', () => {
  it('are found where they begin, at their pitch, in a room with hiss', async () => {
    const heard = await hearHum(withRoom(hum(tune)), pyinTracker);
    const notes = segmentNotes(heard);
    expect(notes).toHaveLength(tune.length);
    onsetsOf(tune).forEach((onset, n) => {
      // Half of a window of 32 ms and one hop.
      expect(Math.abs(notes[n].from / 100 - onset)).toBeLessThan(0.03);
      expect(Math.abs(notes[n].pitch - midiOfHz(tune[n][0]))).toBeLessThan(0.1);
    });
  });

  it('are one each, however much they vibrate or slide into their pitch', async () => {
    const vibrato = (seconds: number) =>
      330 * 2 ** ((0.7 / 12) * Math.sin(2 * Math.PI * 5.5 * seconds));
    const scoop = (seconds: number) => 262 * 2 ** ((-1.5 / 12) * Math.max(0, 1 - seconds / 0.1));
    const sung = join(
      silence(0.4),
      faded(synthesiseVoice({ seconds: 1.2, f0: vibrato })),
      silence(0.2),
      faded(synthesiseVoice({ seconds: 0.8, f0: scoop })),
      silence(0.3),
    );
    const notes = segmentNotes(await hearHum(sung, pyinTracker));
    expect(notes.map(({ pitch }) => Math.round(pitch))).toEqual([64, 60]);
  });

  it('are none in silence and in noise', async () => {
    const normal = seededNormal(1);
    const noise = Float32Array.from({ length: 44_100 }, () => 0.05 * normal());
    expect(segmentNotes(await hearHum(silence(1), pyinTracker))).toEqual([]);
    expect(segmentNotes(await hearHum(audioData(44_100, [noise]), pyinTracker))).toEqual([]);
  });
});

it('loudness is that of the voice, and not of the room', async () => {
  const loud = faded(synthesiseVoice({ seconds: 0.5, f0: () => 220 }));
  const soft = audioData(loud.sampleRate, [loud.channels[0].map((sample) => sample / 10)]);
  const sung = withRoom(join(silence(0.5), loud, silence(0.3), soft, silence(0.5)));
  const { levelDb } = await hearHum(sung, pyinTracker);
  expect(levelDb[75] - levelDb[155]).toBeCloseTo(20, 0);
  expect(levelDb[75] - levelDb[20]).toBeGreaterThan(45);
});

describe('octaves', () => {
  const steady = (count: number, hz: number) => new Array<number>(count).fill(hz);

  it('that a tracker leaps into are put right', () => {
    const f0 = [...steady(50, 220), ...steady(8, 440), ...steady(50, 220), ...steady(6, 110)];
    const corrected = correctOctaves(Float32Array.from([...f0, ...steady(50, 220)]));
    expect([...new Set(corrected)]).toEqual([220]);
  });

  it('that are sung stay', () => {
    const f0 = Float32Array.from([...steady(60, 220), ...steady(40, 440), ...steady(60, 220)]);
    const apart = Float32Array.from([...steady(60, 220), 0, 0, ...steady(15, 440), 0, 0]);
    expect(correctOctaves(f0)).toEqual(f0);
    expect(correctOctaves(apart)).toEqual(apart);
  });
});

it('a beatboxer is heard as kick, snare and hi-hat, on time', async () => {
  const order = [KICK, HI_HAT, SNARE, HI_HAT, KICK, KICK, SNARE, HI_HAT];
  const strokes = await hearBeatbox(beatboxed(order));
  expect(strokes.map(({ pitch }) => pitch)).toEqual(order);
  strokes.forEach(({ startSeconds }, n) => {
    expect(Math.abs(startSeconds - (0.3 + 0.25 * n))).toBeLessThan(0.015);
  });
});

itWithShared('Basic Pitch hears two notes at once', 'models/basic-pitch/nmp.onnx', async (path) => {
  const host = createInferenceHost({ maxProcesses: 1 });
  const chord = sum(
    synthesiseVoice({ seconds: 1, f0: () => 261.6 }),
    synthesiseVoice({ seconds: 1, f0: () => 392 }),
  );
  const session = await host.open({ path });
  const sung = join(silence(0.5), faded(chord), silence(0.5));
  const notes = await transcribePolyphonic(sung, session);
  await host.close();
  expect(notes.map(({ pitch }) => pitch).sort()).toEqual([60, 67]);
  for (const { startSeconds } of notes) expect(Math.abs(startSeconds - 0.5)).toBeLessThan(0.05);
});

/** A drop in pitch, a burst around 2 kHz with a body, a hiss: every quarter of a second from 0.3 s. */
function beatboxed(order: readonly number[]) {
  const sampleRate = 44_100;
  const normal = seededNormal(3);
  const samples = new Float32Array(Math.round((0.6 + 0.25 * order.length) * sampleRate));
  order.forEach((drum, n) => {
    const at = Math.round((0.3 + 0.25 * n) * sampleRate);
    let [before, cycles] = [0, 0];
    for (let i = 0; i < 0.12 * sampleRate; i++) {
      const seconds = i / sampleRate;
      cycles += (60 + 100 * Math.exp(-seconds / 0.02)) / sampleRate;
      const noise = normal();
      const hiss = noise - before;
      before = noise;
      const body = Math.sin(2 * Math.PI * 190 * seconds) * Math.exp(-seconds / 0.03);
      const sounds: Record<number, number> = {
        [KICK]: 0.6 * Math.sin(2 * Math.PI * cycles) * Math.exp(-seconds / 0.05),
        [SNARE]: 0.1 * body + 0.12 * noise * Math.exp(-seconds / 0.04),
        [HI_HAT]: 0.08 * hiss * Math.exp(-seconds / 0.025),
      };
      samples[at + i] += sounds[drum];
    }
  });
  return audioData(sampleRate, [samples]);
}
