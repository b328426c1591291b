import type { AudioData } from '../audio/audio-data.js';
import { dbToGain, gainToDb } from '../dsp/decibels.js';
import {
  largestReductionDb,
  limiterGain,
  LIMITER_PASSES,
  limiterThreshold,
  raiseToExcess,
  raiseToPeaks,
} from '../dsp/limiter.js';
import { LoudnessMeter, SILENCE_LUFS, type Loudness } from '../dsp/loudness.js';
import { samplePeak } from '../dsp/true-peak.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { forEachBlock } from './blocks.js';
import { applyMasterChain, isMasterChainUsed } from './master-chain.js';
import type { MasterChainSettings } from './session.js';

/** Nearer to the target than this is there. */
const TOLERANCE_LU = 0.1;
const MOST_PASSES = 6;
/** Where the limiter eats more loudness than this, more gain only flattens the music. */
const LARGEST_LOSS_LU = 6;
/** More gain would make music of hiss. */
const LARGEST_GAIN_DB = 40;
/** Each dB of gain yields at least this much loudness, for the estimate of the next pass. */
const LEAST_YIELD = 0.25;
const WORTH_A_WARNING_LU = 0.2;

/** Release loudness (LUFS, integrated) and the highest true peak (dBTP). */
export interface MasterSettings {
  targetLufs: number;
  ceilingDbtp: number;
  /** What the mix goes through first, brought to its loudness. */
  chain?: MasterChainSettings;
}

/** What was measured on the finished master; finite numbers throughout (silence reads −70 LUFS and
 *  −150 dB). */
export type MasterReport = {
  integratedLufs: number;
  shortTermMaxLufs: number;
  momentaryMaxLufs: number;
  rangeLu: number;
  truePeakDbtp: number;
  samplePeakDb: number;
  /** Gain before the limiter. */
  gainDb: number;
  /** The deepest that the limiter reached, ≥ 0. */
  maxReductionDb: number;
  /** One sentence for each thing that is not as asked. */
  warnings: string[];
};

/** Brings a finished mix to `targetLufs` (integrated), with no true peak above `ceilingDbtp`: the chain
 *  if there is one, one gain, and a look-ahead limiter for what exceeds the ceiling. Without a chain, and
 *  where nothing exceeds it, the result is the input times the gain. Silence stays silence.
 *  @throws CancelledError when cancelled */
export async function masterAudio(
  audio: AudioData,
  settings: MasterSettings,
  options: RunOptions = {},
): Promise<{ audio: AudioData; report: MasterReport }> {
  const prepared = await prepareMaster(audio, settings, partOf(options, 0, 0.5));
  return finishMaster(prepared, settings, partOf(options, 0.5, 1));
}

/** A mix after its chain, before gain and limiter. */
export interface PreparedMaster {
  audio: AudioData;
  loudness: Loudness;
  /** Gain before the chain. */
  gainDb: number;
  /** The true peak around each sample, where that can matter. */
  peaks: Float32Array;
}

/** The first half of `masterAudio`: what stays when only the ceiling is lowered.
 *  @param settings.lowerableDb by how much that may be */
export async function prepareMaster(
  audio: AudioData,
  { lowerableDb = 0, ...settings }: MasterSettings & { lowerableDb?: number },
  options: RunOptions = {},
): Promise<PreparedMaster> {
  const before = await measure(audio, undefined, partOf(options, 0, 0.2));
  const chained = await throughChain(audio, before, { ...settings, ...partOf(options, 0.2, 0.6) });
  const range = {
    ceilingDbtp: settings.ceilingDbtp - lowerableDb,
    ...gainRange(chained.loudness, settings),
  };
  const peaks = await findPeaks(chained.audio, range, partOf(options, 0.6, 1));
  return { ...chained, peaks };
}

/** The second half of `masterAudio`: gain and limiter, by the settings that it was prepared for, or with
 *  a lower ceiling. */
export async function finishMaster(
  prepared: PreparedMaster,
  settings: MasterSettings,
  options: RunOptions = {},
): Promise<{ audio: AudioData; report: MasterReport }> {
  const gains = gainRange(prepared.loudness, settings);
  const mix = { audio: prepared.audio, peaks: prepared.peaks.slice(), ...settings };
  const take = await approachTarget(mix, gains, partOf(options, 0, 0.6));
  const rendered = await render(take, mix, partOf(options, 0.6, 1));
  const gainDb = prepared.gainDb + take.gainDb;
  const { master, peak } = rendered;
  return {
    audio: master,
    report: describe({ ...rendered.take, gainDb }, master, { ...settings, peak }),
  };
}

/** The mix as the chain gives it, and how loud that is. */
async function throughChain(
  audio: AudioData,
  loudness: Loudness,
  { chain, ceilingDbtp, targetLufs, ...run }: MasterSettings & RunOptions,
): Promise<{ audio: AudioData; loudness: Loudness; gainDb: number }> {
  const isSilent = loudness.integratedLufs <= SILENCE_LUFS;
  if (!chain || isSilent || !isMasterChainUsed(chain)) return { audio, loudness, gainDb: 0 };
  const gainDb = Math.min(LARGEST_GAIN_DB, targetLufs - loudness.integratedLufs);
  const options = { gainDb, ceilingDbtp, ...partOf(run, 0, 0.8) };
  const chained = await applyMasterChain(audio, chain, options);
  const after = await measure(chained, undefined, partOf(run, 0.8, 1));
  return { audio: chained, loudness: after, gainDb };
}

/** A mix, the true peak around each of its samples (where that can matter), and what is wanted. */
interface MeasuredMix extends MasterSettings {
  audio: AudioData;
  peaks: Float32Array;
}

/** One try: the gains that make a master of `audio`, and how loud it is. */
interface Take {
  audio: AudioData;
  gainDb: number;
  /** The limiter's, for each sample, linear. */
  limiter: Float32Array;
  loudness: Loudness;
}

interface GainRange {
  /** What the target would take without a limiter. */
  firstGainDb: number;
  mostGainDb: number;
}

function gainRange({ integratedLufs }: Loudness, { targetLufs }: MasterSettings): GainRange {
  if (integratedLufs <= SILENCE_LUFS) return { firstGainDb: 0, mostGainDb: 0 };
  const firstGainDb = Math.min(LARGEST_GAIN_DB, targetLufs - integratedLufs);
  return { firstGainDb, mostGainDb: Math.min(LARGEST_GAIN_DB, firstGainDb + LARGEST_LOSS_LU) };
}

async function findPeaks(
  audio: AudioData,
  { ceilingDbtp, mostGainDb }: Pick<MasterSettings, 'ceilingDbtp'> & GainRange,
  options: RunOptions,
): Promise<Float32Array> {
  const floor = limiterThreshold(ceilingDbtp) / dbToGain(mostGainDb);
  const peaks = new Float32Array(audio.length);
  await forEachBlock(audio.length, options, (from, to) => {
    raiseToPeaks(peaks, audio, { from, to, floor });
  });
  return peaks;
}

/** Tries gains until the loudness is on target, or no more gain is allowed (secant method: limiting
 *  makes loudness rise ever more slowly with gain). */
async function approachTarget(
  mix: MeasuredMix,
  { firstGainDb, mostGainDb }: GainRange,
  options: RunOptions,
): Promise<Take> {
  let take = await tryGain(mix, firstGainDb, partOf(options, 0, 1 / MOST_PASSES));
  let yieldPerDb = 1;
  for (let pass = 1; pass < MOST_PASSES; pass++) {
    const missing = mix.targetLufs - take.loudness.integratedLufs;
    const gainDb = Math.min(mostGainDb, take.gainDb + missing / yieldPerDb);
    if (Math.abs(missing) < TOLERANCE_LU || gainDb === take.gainDb) break;
    const part = partOf(options, pass / MOST_PASSES, (pass + 1) / MOST_PASSES);
    const next = await tryGain(mix, gainDb, part);
    const gained = next.loudness.integratedLufs - take.loudness.integratedLufs;
    yieldPerDb = Math.min(1, Math.max(LEAST_YIELD, gained / (gainDb - take.gainDb)));
    take = next;
  }
  return take;
}

async function tryGain(
  { audio, peaks, ceilingDbtp }: MeasuredMix,
  gainDb: number,
  options: RunOptions,
): Promise<Take> {
  const threshold = limiterThreshold(ceilingDbtp) / dbToGain(gainDb);
  const limiter = limiterGain(peaks, threshold, audio.sampleRate);
  const loudness = await measure(audio, { gainDb, limiter }, options);
  return { audio, gainDb, limiter, loudness };
}

/** The loudness of `audio`, after the gains of a take if given. */
async function measure(
  audio: AudioData,
  take: Pick<Take, 'gainDb' | 'limiter'> | undefined,
  options: RunOptions,
): Promise<Loudness> {
  const meter = new LoudnessMeter(audio.sampleRate);
  await forEachBlock(audio.length, options, (from, to) => {
    const block = audio.channels.map((channel) => channel.subarray(from, to));
    meter.add(take ? block.map((channel) => applyGains(channel, from, take)) : block);
  });
  return meter.read();
}

/** `samples`, which begin at sample `from`, after the gain and the limiter of a take. */
function applyGains(
  samples: Float32Array,
  from: number,
  { gainDb, limiter }: Pick<Take, 'gainDb' | 'limiter'>,
): Float32Array {
  const gain = dbToGain(gainDb);
  const output = new Float32Array(samples.length);
  for (let i = 0; i < output.length; i++) output[i] = samples[i] * gain * limiter[from + i];
  return output;
}

/** The master that `take` stands for and its true peak, linear. Where that exceeds the ceiling all the
 *  same (the limiter's gain moves while it acts), the limiter is told so and tries again; should that
 *  not do, the whole is turned down by the trifle that is left. */
async function render(
  take: Take,
  mix: MeasuredMix,
  options: RunOptions,
): Promise<{ master: AudioData; peak: number; take: Take }> {
  const { audio } = take;
  const channels = audio.channels.map(() => new Float32Array(audio.length));
  const master = { ...audio, channels };
  const ceiling = dbToGain(mix.ceilingDbtp);
  for (let pass = 1; ; pass++) {
    const part = partOf(options, (pass - 1) / LIMITER_PASSES, pass / LIMITER_PASSES);
    const peak = await renderOnce(take, { ...mix, master }, part);
    if (peak <= ceiling || pass === LIMITER_PASSES) {
      if (peak > ceiling) for (const channel of channels) scale(channel, ceiling / peak);
      await checkpoint(options, 1);
      return { master, peak: Math.min(peak, ceiling), take };
    }
    const threshold = limiterThreshold(mix.ceilingDbtp) / dbToGain(take.gainDb);
    take = { ...take, limiter: limiterGain(mix.peaks, threshold, audio.sampleRate) };
  }
}

/** Writes the take into `master`, and raises the peaks of the mix where it exceeds the ceiling.
 *  @returns the true peak */
async function renderOnce(
  take: Take,
  { master, peaks, ceilingDbtp }: MeasuredMix & { master: AudioData },
  options: RunOptions,
): Promise<number> {
  const { audio, gainDb, limiter } = take;
  await forEachBlock(audio.length, partOf(options, 0, 0.3), (from, to) => {
    audio.channels.forEach((channel, c) =>
      master.channels[c].set(applyGains(channel.subarray(from, to), from, take), from),
    );
  });
  const [gain, ceiling] = [dbToGain(gainDb), dbToGain(ceilingDbtp)];
  const gainAt = (i: number) => gain * limiter[i];
  let peak = samplePeak(master);
  await forEachBlock(audio.length, partOf(options, 0.3, 1), (from, to) => {
    const floor = Math.min(peak, ceiling);
    peak = Math.max(peak, raiseToExcess(peaks, master, { from, to, floor, gainAt }));
  });
  return peak;
}

function scale(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
}

function describe(
  { gainDb, limiter, loudness }: Take,
  master: AudioData,
  { targetLufs, peak }: MasterSettings & { peak: number },
): MasterReport {
  const { integratedLufs, shortTermMaxLufs, momentaryMaxLufs, rangeLu } = loudness;
  return {
    integratedLufs,
    shortTermMaxLufs,
    momentaryMaxLufs,
    rangeLu,
    truePeakDbtp: gainToDb(peak),
    samplePeakDb: gainToDb(samplePeak(master)),
    gainDb,
    maxReductionDb: largestReductionDb(limiter),
    warnings: warningsFor(integratedLufs, targetLufs),
  };
}

function warningsFor(integratedLufs: number, targetLufs: number): string[] {
  if (integratedLufs <= SILENCE_LUFS) return ['The mix is silent; it was left as it is.'];
  const missing = targetLufs - integratedLufs;
  if (missing < WORTH_A_WARNING_LU) return [];
  return [
    `The master has ${integratedLufs.toFixed(1)} LUFS instead of ${targetLufs}: the rest would take ` +
      'more gain or limiting than the music bears. Lower the target, or raise the ceiling.',
  ];
}
