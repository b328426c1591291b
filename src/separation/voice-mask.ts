import { LEVEL_OF_ONE, LEVEL_STEP_DB } from '../dsp/levels.js';
import { checkpoint, type RunOptions } from '../progress.js';
import { harmonicComb } from './harmonic-comb.js';
import type { ChannelSpectra, SectionSpectra } from './section-spectra.js';
import { EVIDENCE_NAMES, gatherEvidence, type Evidence } from './voice-evidence.js';
import { BAND_CENTRES_HZ, VOICE_WEIGHTS, type ChannelWeights } from './voice-mask-weights.js';
import { followMelody, type VoiceMelody } from './voice-melody.js';

/** The voice's share of each bin, 0…1, row-major [frames × bins]. */
export interface VoiceMasks {
  readonly mid: Float32Array;
  readonly side: Float32Array;
}

/** Evidence says no more beyond these level differences. */
const LEAST_DIFFERENCE_DB = -30;
const GREATEST_DIFFERENCE_DB = 3;
const GREATEST_RATIO = 1.2;

/** Estimates which part of each bin is the voice: a logistic regression on all evidence, then once
 *  more with the harmonics of the melody that the first estimate shows.
 *  @throws CancelledError when `signal` is aborted */
export async function estimateVoiceMasks(
  spectra: SectionSpectra,
  sampleRate: number,
  options: RunOptions,
): Promise<VoiceMasks> {
  const binHz = sampleRate / (2 * (spectra.bins - 1));
  const mid = priorLogOdds(spectra, binHz, VOICE_WEIGHTS.mid);
  const side = priorLogOdds(spectra, binHz, VOICE_WEIGHTS.side);
  let finished = 0;
  for (const [name, evidence] of gatherEvidence(spectra, sampleRate)) {
    addEvidence(mid, evidence, VOICE_WEIGHTS.mid.evidence[name]);
    addEvidence(side, evidence, VOICE_WEIGHTS.side.evidence[name]);
    finished++;
    await checkpoint(options, finished / (EVIDENCE_NAMES.length + 2));
  }
  const voice = rootMagnitudes(spectra.mid, mid);
  const melody = followMelody(voice, spectra.bins, binHz);
  addMelody(mid, melody, { binHz, weights: VOICE_WEIGHTS.mid });
  addMelody(side, melody, { binHz, weights: VOICE_WEIGHTS.side });
  logOddsToMask(mid);
  logOddsToMask(side);
  await checkpoint(options, 1);
  return { mid, side };
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

function addEvidence(
  logOdds: Float32Array,
  { levels, reference }: Evidence,
  weights: readonly [number, number],
): void {
  const table = evidenceTable(weights);
  const a = levels.values;
  const b = reference.values;
  for (let i = 0; i < logOdds.length; i++) logOdds[i] += table[a[i] - b[i] + 255];
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

/** Square roots of the voice's magnitudes, by the mask so far. */
function rootMagnitudes({ levels }: ChannelSpectra, logOdds: Float32Array): Float32Array {
  const ofLevel = Float32Array.from(
    { length: 256 },
    (_, level) => 10 ** (((level - LEVEL_OF_ONE) * LEVEL_STEP_DB) / 40),
  );
  return logOdds.map((odds, i) => ofLevel[levels.values[i]] / Math.sqrt(1 + Math.exp(-odds)));
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

function logOddsToMask(logOdds: Float32Array): void {
  for (let i = 0; i < logOdds.length; i++) logOdds[i] = 1 / (1 + Math.exp(-logOdds[i]));
}
