import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { SpectrumMeter } from '../../src/dsp/spectrum-meter.js';
import { renderSession } from '../../src/mixing/render-session.js';
import { sessionSchema, type Session } from '../../src/mixing/session.js';
import { LiveMixer } from '../../web/src/player/live-mixer.js';
import { neutralSession, withBand, deskBands, bandOf } from '../../web/src/state/mix-session.js';
import { noise } from '../dsp/signals.js';
import { hasBrowser } from './support/browser.js';
import { openStudio } from './support/open-studio.js';

const RATE = 44_100;
const LENGTH = 4 * RATE;
const assets = fileURLToPath(new URL('../../dist/web/assets', import.meta.url));

/** Two tracks with all that the desk has knobs for, one of them mono. */
const session: Session = sessionSchema.parse({
  format: 'canto-session',
  version: 1,
  tracks: [
    {
      name: 'Lead',
      role: 'lead',
      strip: {
        trimDb: -3,
        highPass: { frequencyHz: 90 },
        eq: [
          { type: 'low-shelf', frequencyHz: 150, gainDb: -4 },
          { type: 'bell', frequencyHz: 3000, gainDb: 5, q: 1 },
          { type: 'high-shelf', frequencyHz: 9000, gainDb: 3 },
        ],
        compressor: { thresholdDb: -18, lookAheadMs: 2 },
        deEsser: { thresholdDb: -30 },
        saturation: { driveDb: 6 },
        pan: 0.3,
        faderDb: -2,
        ride: [
          { seconds: 1, gainDb: 0 },
          { seconds: 2, gainDb: -6 },
        ],
        sends: { room: -14, hall: -10, delay: -12 },
      },
    },
    {
      name: 'Band',
      role: 'music',
      strip: {
        eq: [{ type: 'bell', frequencyHz: 400, gainDb: -5 }],
        ducking: { by: 'Lead', depthDb: 4 },
        width: 1.3,
        monoBelowHz: 120,
        pan: -0.2,
        faderDb: -4,
        sends: { room: -20 },
      },
    },
  ],
});
const lead = burstsOf(noise(LENGTH, 0.5, 1));
const [left, right] = [noise(LENGTH, 0.3, 2), noise(LENGTH, 0.3, 3)];
const stems = [
  { name: 'Lead', role: 'lead' as const, audio: audioData(RATE, [lead]) },
  { name: 'Band', role: 'music' as const, audio: audioData(RATE, [left, right]) },
];

describe('the live mixer', () => {
  test('mixes what the server renders, sample for sample', async () => {
    const rendered = await renderSession(session, stems);
    const mixer = new LiveMixer(session, { sampleRate: RATE, numbersOfChannels: [1, 2] });
    const { latency } = mixer;
    const live = mixedLive(mixer);
    for (const side of [0, 1]) {
      const late = live[side].subarray(latency);
      const error = late.reduce(
        (most, sample, i) => Math.max(most, Math.abs(sample - rendered.channels[side][i])),
        0,
      );
      expect(error).toBeLessThan(1e-5); // sums of floats in another order
    }
  });

  test('lets a moved fader, a solo and a changed strip be heard without a click', () => {
    const plain = neutralSession(['Lead', 'Band']);
    const mixer = new LiveMixer(plain, { sampleRate: RATE, numbersOfChannels: [1, 1] });
    const tone = Float32Array.from({ length: 128 * 64 }, (_, i) =>
      Math.sin((2 * Math.PI * 689.0625 * i) / RATE),
    );
    const hush = new Float32Array(128);
    const heard: number[] = [];
    const play = (blocks: number) => {
      for (let b = 0; b < blocks; b++) {
        const from = heard.length % tone.length;
        heard.push(...mixer.process([[tone.subarray(from, from + 128)], [hush]])[0]);
      }
    };
    play(8);
    const [track, other] = plain.tracks;
    mixer.set({ ...plain, tracks: [{ ...track, strip: { ...track.strip, faderDb: -12 } }, other] });
    play(8);
    const eq = withBand(track.strip, deskBands[1], { gainDb: -9 });
    expect(bandOf({ ...track.strip, eq }, deskBands[1]).gainDb).toBe(-9);
    mixer.set({ ...plain, tracks: [{ ...track, strip: { ...track.strip, eq } }, other] });
    play(24);
    mixer.set({ ...plain, tracks: [track, { ...other, isSoloed: true }] });
    play(8);
    // Full scale at 689 Hz moves by 0.098 per sample at the most; a click would jump.
    const steps = heard.map((sample, i) => Math.abs(sample - (heard[i - 1] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.12);
    const peak = (from: number, to: number) => Math.max(...heard.slice(from * 128, to * 128));
    expect(peak(4, 8)).toBeCloseTo(1, 2);
    expect(peak(12, 16)).toBeCloseTo(10 ** (-12 / 20), 2);
    expect(heard.slice(-128).every((sample) => Math.abs(sample) < 1e-6)).toBe(true);
  });

  test('begins with the very session that the server takes for an empty one', () => {
    const { format, version } = session;
    const names = [{ name: 'Lead vocal', role: 'lead' as const }];
    expect(neutralSession(['Lead vocal.wav'])).toEqual(
      sessionSchema.parse({ format, version, tracks: names }),
    );
  });
});

describe.skipIf(!hasBrowser())('the live mixer in the audio thread of a browser', () => {
  const studio = openStudio();

  test('is within 0.5 dB of the server in every third of an octave', async () => {
    const worklet = (await readdir(assets)).find((name) => name.startsWith('mixer-worklet'));
    const page = await studio.browser.newPage();
    await page.goto(studio.url);
    const mixed = await page.evaluate(renderInBrowser, {
      url: `assets/${worklet}`,
      session,
      stems: stems.map(({ audio }) => audio.channels.map((samples) => [...samples])),
      sampleRate: RATE,
    });
    const rendered = await renderSession(session, stems);
    for (const side of [0, 1]) {
      const [live, server] = [Float32Array.from(mixed[side]), rendered.channels[side]].map(bandsOf);
      live.forEach((db, band) => expect(Math.abs(db - server[band])).toBeLessThan(0.5));
    }
  });
});

interface BrowserRender {
  url: string;
  session: Session;
  stems: number[][][];
  sampleRate: number;
}

/** Runs in the page: what an `AudioContext` would play. */
async function renderInBrowser({ url, session, stems, sampleRate }: BrowserRender) {
  const context = new OfflineAudioContext(2, stems[0][0].length, sampleRate);
  await context.audioWorklet.addModule(url);
  const mixer = new AudioWorkletNode(context, 'mixer', {
    numberOfInputs: stems.length,
    outputChannelCount: [2],
    processorOptions: { session, numbersOfChannels: stems.map(({ length }) => length) },
  });
  mixer.connect(context.destination);
  stems.forEach((channels, input) => {
    const { length } = channels[0];
    const buffer = new AudioBuffer({ length, numberOfChannels: channels.length, sampleRate });
    channels.forEach((samples, c) => buffer.copyToChannel(Float32Array.from(samples), c));
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(mixer, 0, input);
    source.start();
  });
  const rendered = await context.startRendering();
  return [0, 1].map((side) => [...rendered.getChannelData(side)]);
}

function mixedLive(mixer: LiveMixer): Float32Array[] {
  const mix = [0, 1].map(() => new Float32Array(LENGTH));
  for (let from = 0; from + 128 <= LENGTH; from += 128) {
    const cut = (samples: Float32Array) => samples.subarray(from, from + 128);
    const sides = mixer.process([[cut(lead)], [cut(left), cut(right)]]);
    mix.forEach((side, s) => side.set(sides[s], from));
  }
  return mix.map((side) => side.subarray(0, LENGTH - (LENGTH % 128)));
}

function bandsOf(samples: Float32Array): Float64Array {
  const meter = new SpectrumMeter(RATE);
  meter.add([samples]);
  return meter.finish().map((power) => 10 * Math.log10(power));
}

/** Sung for half of each second. */
function burstsOf(samples: Float32Array): Float32Array {
  return samples.map((sample, i) => (i % RATE < RATE / 2 ? sample : 0.05 * sample));
}
