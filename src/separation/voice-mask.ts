import { LEVEL_STEP_DB } from '../dsp/levels.js';
import type { BytePlane } from '../dsp/median-filter.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { harmonicComb } from './harmonic-comb.js';
import type { MidSideMasks, SectionSpectra } from './section-spectra.js';
import { findSimilarFrames, type SimilarFrames } from './similar-frames.js';
import { timbreFeatures, TIMBRE_BANDS } from './timbre-features.js';
import { reconsider, rootMagnitudes, voiceActivity } from './voice-context.js';
import { gatherEvidence } from './voice-evidence.js';
import { BAND_CENTRES_HZ, VOICE_WEIGHTS, type ChannelWeights } from './voice-mask-weights.js';
import { followMelody, type VoiceMelody } from './voice-melody.js';

/** Evidence says no more beyond these level differences. */
const LEAST_DIFFERENCE_DB = -30;
const GREATEST_DIFFERENCE_DB = 3;
const GREATEST_RATIO = 1.2;

/** Nobody sings below this: the voice fades in from the first of these frequencies to the second,
 *  so that no bass is converted with it. */
const LOW_CUT_HZ = [80, 110];

/** The 27 frames that are most similar, at most one from each half second (STFT frames of 23 ms).
 *  Fewer follow the music more closely, but let the voice through. */
const SIMILAR_FRAMES = { count: 27, blockFrames: 22 };

/** Estimates which part of each bin is the voice: a logistic regression on all evidence; then with
 *  the harmonics of the melody that this shows; then in the light of each bin's surroundings.
 *  @throws CancelledError when `signal` is aborted */
export async function estimateVoiceMasks(
  spectra: SectionSpectra,
  sampleRate: number,
  options: RunOptions,
): Promise<MidSideMasks> {
  const binHz = sampleRate / (2 * (spectra.bins - 1));
  const features = timbreFeatures(spectra, sampleRate);
  const similar = findSimilarFrames(features, TIMBRE_BANDS, SIMILAR_FRAMES);
  await checkpoint(options, 0.1);
  const source = { spectra, similar, binHz };
  const mid = await weighEvidence('mid', source, partOf(options, 0.1, 0.4));
  const side = await weighEvidence('side', source, partOf(options, 0.4, 0.7));
  const melody = followMelody(rootMagnitudes(spectra.mid, mid), spectra.bins, binHz);
  await checkpoint(options, 0.8);
  addMelody(mid, melody, { binHz, weights: VOICE_WEIGHTS.mid });
  addMelody(side, melody, { binHz, weights: VOICE_WEIGHTS.side });
  const activity = voiceActivity(spectra.mid, mid, binHz);
  await checkpoint(options, 0.9);
  reconsider(mid, activity, VOICE_WEIGHTS.mid);
  reconsider(side, activity, VOICE_WEIGHTS.side);
  const lowCut = Float32Array.from({ length: spectra.bins }, (_, bin) => lowCutGain(bin * binHz));
  logOddsToMask(mid, lowCut);
  logOddsToMask(side, lowCut);
  await checkpoint(options, 1);
  return { mid, side };
}

interface EvidenceSource {
  spectra: SectionSpectra;
  similar: SimilarFrames;
  binHz: number;
}

/** Log odds for the voice in each bin of one channel. */
async function weighEvidence(
  channel: 'mid' | 'side',
  { spectra, similar, binHz }: EvidenceSource,
  options: RunOptions,
): Promise<Float32Array> {
  const weights = VOICE_WEIGHTS[channel];
  const logOdds = priorLogOdds(spectra, binHz, weights);
  let finished = 0;
  const { levels } = spectra[channel];
  for (const { name, background } of gatherEvidence(levels, similar)) {
    addEvidence(logOdds, { levels, background, weights: weights.evidence[name] });
    finished++;
    await checkpoint(options, finished / Object.keys(weights.evidence).length);
  }
  return logOdds;
}

function priorLogOdds(
  { frames, bins }: SectionSpectra,
  binHz: number,
  { bands }: ChannelWeights,
): Float32Array {
  const prior = Float32Array.from({ length: bins }, (_, bin) => bandPrior(bin * binHz, bands));
  const logOdds = new Float32Array(frames * bins);
  for (let t = 0; t < frames; t++) logOdds.set(prior, t * bins);
  return logOdds;
}

/** Linear between octave bands in log frequency; constant beyond the first and last. */
function bandPrior(hz: number, bands: readonly number[]): number {
  const octave = Math.log2(Math.max(hz, 1) / BAND_CENTRES_HZ[0]);
  const position = Math.min(bands.length - 1, Math.max(0, octave));
  const below = Math.min(bands.length - 2, Math.floor(position));
  return bands[below] + (position - below) * (bands[below + 1] - bands[below]);
}

interface WeighedEvidence {
  levels: BytePlane;
  background: BytePlane;
  weights: readonly [number, number];
}

function addEvidence(
  logOdds: Float32Array,
  { levels, background, weights }: WeighedEvidence,
): void {
  const table = evidenceTable(weights);
  const there = levels.values;
  const behind = background.values;
  for (let i = 0; i < logOdds.length; i++) logOdds[i] += table[behind[i] - there[i] + 255];
}

/** Log odds for every difference of two levels, −255…255. */
function evidenceTable([slopePer10Db, ratioWeight]: readonly [number, number]): Float32Array {
  return Float32Array.from({ length: 511 }, (_, i) => {
    const db = (i - 255) * LEVEL_STEP_DB;
    const clipped = Math.min(GREATEST_DIFFERENCE_DB, Math.max(LEAST_DIFFERENCE_DB, db));
    const ratio = Math.min(GREATEST_RATIO, 10 ** (db / 20));
    return (slopePer10Db * clipped) / 10 + ratioWeight * ratio;
  });
}

function addMelody(
  logOdds: Float32Array,
  melody: VoiceMelody,
  { binHz, weights }: { binHz: number; weights: ChannelWeights },
): void {
  const frames = melody.f0Hz.length;
  const bins = logOdds.length / frames;
  const comb = new Float32Array(bins);
  for (let t = 0; t < frames; t++) {
    harmonicComb(melody, t, { binHz, comb });
    const present = weights.melody * melody.confidence[t];
    const row = t * bins;
    for (let bin = 0; bin < bins; bin++) {
      logOdds[row + bin] += weights.harmonics * comb[bin] + present;
    }
  }
}

function lowCutGain(hz: number): number {
  const [from, to] = LOW_CUT_HZ;
  return Math.min(1, Math.max(0, (hz - from) / (to - from)));
}

/** In place. @param lowCut the greatest share that the voice can have of each bin */
function logOddsToMask(logOdds: Float32Array, lowCut: Float32Array): void {
  for (let row = 0; row < logOdds.length; row += lowCut.length) {
    for (let bin = 0; bin < lowCut.length; bin++) {
      logOdds[row + bin] = lowCut[bin] / (1 + Math.exp(-logOdds[row + bin]));
    }
  }
}
