import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BandGrid } from '../../src/dsp/band-grid.js';
import { EnvelopeMeter } from '../../src/dsp/spectral-envelope.js';
import { dspEngine } from '../../src/voices/dsp/dsp-engine.js';
import { envelopeGrid } from '../../src/voices/dsp/envelope-shape.js';
import { longTermShape } from '../../src/voices/dsp/shape-statistics.js';
import { heardFrames, measureVocalFrames } from '../../src/voices/dsp/vocal-frames.js';
import { decodeProfile } from '../../src/voices/dsp/voice-profile.js';
import { openModelStore } from '../../src/inference/model-store.js';
import type { ConversionSettings } from '../../src/voices/voice-engine.js';
import { decodeVoiceFile } from '../../src/voices/voice-file.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';
import { levelDb, synthesiseVocal } from './synthetic-vocal.js';
import { voiceEngineContract } from './voice-engine-contract.js';

const library = openVoiceLibrary({ dataDir: '/nowhere' });
const vocal = synthesiseVocal();
const [source] = vocal.audio.channels;

voiceEngineContract(dspEngine, () => library.get('kathleen'));

async function convert(settings: Partial<ConversionSettings>, voice = 'kathleen') {
  const sung = await dspEngine.convert(vocal.audio, {
    voice: await library.get(voice),
    pitch: vocal.pitch,
    settings: { transpose: 0, formant: 0, strength: 1, seed: 1, ...settings },
    models: await openModelStore({ dataDir: '/nowhere' }),
  });
  return sung.channels[0];
}

describe('the dsp engine', () => {
  it('leaves the vocal alone at strength 0', async () => {
    const sung = await convert({ strength: 0 });
    const difference = sung.map((sample, i) => sample - source[i]);
    // The STFT's own error is −130 dB of the signal.
    expect(levelDb(difference)).toBeLessThan(levelDb(source) - 80);
  });

  it('goes further from the vocal the greater the strength', async () => {
    const distances: number[] = [];
    for (const strength of [0.25, 0.5, 1]) {
      const sung = await convert({ strength });
      distances.push(levelDb(sung.map((sample, i) => sample - source[i])));
    }
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  it('brings the long-term spectrum nearer to that of every voice', async () => {
    for (const voice of await library.list()) {
      const { longTerm } = decodeProfile(
        decodeVoiceFile(await readFile(voice.file), voice.id),
        voice.id,
      );
      const before = spectralDistance(await longTermOf(source), longTerm);
      const after = spectralDistance(await longTermOf(await convert({}, voice.id)), longTerm);
      expect(after).toBeLessThan(0.6 * before);
    }
  });

  it('holds the formants when it moves the pitch', async () => {
    const before = meanEnvelope(source);
    for (const transpose of [-7, 7]) {
      const after = meanEnvelope(await convert({ strength: 0, transpose }), transpose);
      expect(Math.abs(formantPeak(after) / formantPeak(before) - 1)).toBeLessThan(0.08);
    }
  });

  it('moves the formants, and not the pitch, by the formant setting', async () => {
    const before = formantPeak(meanEnvelope(source));
    const up = formantPeak(meanEnvelope(await convert({ strength: 0, formant: 4 })));
    const down = formantPeak(meanEnvelope(await convert({ strength: 0, formant: -4 })));
    expect(12 * Math.log2(up / before)).toBeGreaterThan(2);
    expect(12 * Math.log2(down / before)).toBeLessThan(-2);
  });

  it('makes no clicks: no sample jumps further than the vocal itself does', async () => {
    for (const transpose of [0, 12, -12]) {
      const jump = largestJump(await convert({ strength: 0, transpose }));
      expect(jump).toBeLessThan(2 * largestJump(source));
    }
  });
});

const grid = new BandGrid(60, 200, 5000);

/** Mean ln amplitude by band, over the voiced frames. */
function meanEnvelope(samples: Float32Array, transpose = 0): Float32Array {
  const meter = new EnvelopeMeter(44_100, grid);
  const mean = new Float32Array(grid.count);
  const envelope = new Float32Array(grid.count);
  let count = 0;
  for (const [t, f0Hz] of vocal.pitch.f0Hz.entries()) {
    if (f0Hz === 0) continue;
    meter.measure(samples, Math.round(t * 441), f0Hz * 2 ** (transpose / 12), envelope);
    for (let b = 0; b < mean.length; b++) mean[b] += envelope[b];
    count++;
  }
  meter.free();
  return mean.map((value) => value / count);
}

async function longTermOf(samples: Float32Array): Promise<Float32Array> {
  const options = { sampleRate: 44_100, hopLength: 441, pitch: vocal.pitch };
  const frames = await measureVocalFrames(samples, options);
  return longTermShape(frames, heardFrames(frames, true));
}

/** RMS over the bands that carry the voice, as ln amplitude. */
function spectralDistance(a: Float32Array, b: Float32Array): number {
  const bands = [...a.keys()].filter((i) => envelopeGrid.hz[i] > 150 && envelopeGrid.hz[i] < 4000);
  const squares = bands.map((i) => (a[i] - b[i]) ** 2);
  return Math.sqrt(squares.reduce((sum, value) => sum + value) / bands.length);
}

/** Where the third formant peaks, in Hz. */
function formantPeak(envelope: Float32Array): number {
  const bands = [...grid.hz.keys()].filter((b) => grid.hz[b] > 1800 && grid.hz[b] < 3300);
  return grid.hz[bands.reduce((best, b) => (envelope[b] > envelope[best] ? b : best))];
}

function largestJump(samples: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < samples.length; i++) {
    largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
  }
  return largest;
}
