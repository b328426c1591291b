import type { InferenceHost, InferenceSession } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { float32Data, float32Tensor } from '../../inference/tensor.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';
import { continuedPitch, type MelodyLine } from '../melody/line.js';
import { midiToHertz } from '../bend.js';
import { networkInstruments, type NetworkInstrument } from './network-instruments.js';
import { playNoise } from './play-noise.js';
import { playPartials } from './play-partials.js';
import { SPECTRUM_WIDTH, weightedPower } from './spectra.js';

export const INSTRUMENT_MODEL = 'canto-instruments';

/** The network's unit of loudness, and the softest that it was shown. */
const LOUDNESS_DB = 20;
const SOFTEST = -4;
/** A forte, dB(A) below full scale: peaks of the sharpest saxophone stay below full scale. */
const FORTE_DB = -22;
/** Frames that the network is given at a time, and those before and after that it looks at. */
const WINDOW_FRAMES = 3000;
const [BEHIND_FRAMES, AHEAD_FRAMES] = [64, 4];
/** How a sound dies away once nothing is to be heard: the instrument's room and body. */
const RELEASE_DB_PER_FRAME = 8;
const RELEASE_FRAMES = 9;
const SILENT_DB = -120;

export interface LinePlace extends RunOptions {
  host: InferenceHost;
  models: ModelStore;
  sampleRate: number;
  /** In samples. */
  length: number;
  seed: number;
}

/** `line`, played by a network: it says which partials and which noise the instrument makes at each pitch
 *  and loudness; these are added up. The result is as loud as the line at every moment.
 *  @returns mono [length]
 *  @throws ModelError, CancelledError */
export async function playLine(
  line: MelodyLine,
  instrument: NetworkInstrument,
  place: LinePlace,
): Promise<Float32Array> {
  const levels = releasedLevels(line);
  const middle = (instrument.range.lowest + instrument.range.highest) / 2;
  const pitches = continuedPitch(line, middle);
  const spectra = await askNetwork(pitches, levels, instrument, partOfPlace(place, 0, 0.3));
  const f0Hz = pitches.map(midiToHertz);
  setLevels(spectra, f0Hz, levels);
  const { sampleRate, length, seed } = place;
  const output = new Float32Array(length);
  await checkpoint(place, 0.4);
  playPartials(output, { f0Hz, spectra, sampleRate });
  await checkpoint(place, 0.8);
  playNoise(output, { spectra, sampleRate, seed });
  await checkpoint(place, 1);
  return output;
}

function partOfPlace(place: LinePlace, from: number, to: number): LinePlace {
  return { ...place, ...partOf(place, from, to) };
}

/** The line's levels, dying away where it ends; `SILENT_DB` where nothing sounds. */
function releasedLevels({ pitch, levelDb }: MelodyLine): Float32Array {
  const levels = new Float32Array(pitch.length);
  let since = RELEASE_FRAMES;
  let last = SILENT_DB;
  for (let t = 0; t < pitch.length; t++) {
    since = pitch[t] > 0 ? 0 : since + 1;
    if (since === 0) last = levelDb[t];
    levels[t] = since > RELEASE_FRAMES ? SILENT_DB : last - since * RELEASE_DB_PER_FRAME;
  }
  return levels;
}

/** Spectra of all frames [frames × SPECTRUM_WIDTH], dB relative to their loudness; by windows, so that
 *  memory doesn't grow, and the same as all at once. */
async function askNetwork(
  pitches: Float32Array,
  levels: Float32Array,
  instrument: NetworkInstrument,
  place: LinePlace,
): Promise<Float32Array> {
  const session = await openNetwork(place);
  const frames = pitches.length;
  const controls = new Float32Array(2 * frames);
  for (let t = 0; t < frames; t++) {
    controls[2 * t] = pitches[t];
    controls[2 * t + 1] = Math.max(SOFTEST, levels[t] / LOUDNESS_DB);
  }
  const who = new Float32Array(networkInstruments.length);
  who[instrument.index] = 1;
  const spectra = new Float32Array(frames * SPECTRUM_WIDTH);
  for (let start = 0; start < frames; start += WINDOW_FRAMES) {
    await checkpoint(place, start / frames);
    const from = Math.max(0, start - BEHIND_FRAMES);
    const end = Math.min(frames, start + WINDOW_FRAMES);
    const to = Math.min(frames, end + AHEAD_FRAMES);
    const feeds = {
      controls: float32Tensor(controls.slice(2 * from, 2 * to), [1, to - from, 2]),
      instrument: float32Tensor(who, [1, who.length]),
    };
    const window = float32Data(await session.run(feeds, place), 'spectra');
    const kept = window.subarray((start - from) * SPECTRUM_WIDTH, (end - from) * SPECTRUM_WIDTH);
    spectra.set(kept, start * SPECTRUM_WIDTH);
  }
  return spectra;
}

async function openNetwork({ host, models, signal }: LinePlace): Promise<InferenceSession> {
  const { sha256, inputs, outputs } = models.describe(INSTRUMENT_MODEL);
  const path = await models.resolve(INSTRUMENT_MODEL);
  return host.open({ path, sha256, expect: { inputs, outputs } }, { signal });
}

/** Makes every frame exactly as loud as `levels` say. */
function setLevels(spectra: Float32Array, f0Hz: Float32Array, levels: Float32Array): void {
  for (let t = 0; t < levels.length; t++) {
    const spectrum = spectra.subarray(t * SPECTRUM_WIDTH, (t + 1) * SPECTRUM_WIDTH);
    const power = weightedPower(spectrum, f0Hz[t]);
    const change = FORTE_DB + levels[t] - 10 * Math.log10(power + 1e-12);
    for (let i = 0; i < SPECTRUM_WIDTH; i++) spectrum[i] += change;
  }
}
