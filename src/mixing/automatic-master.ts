import type { AudioData } from '../audio/audio-data.js';
import { powerToDb } from '../dsp/decibels.js';
import { fitEqualizer } from '../dsp/fit-equalizer.js';
import { SpectrumMeter } from '../dsp/spectrum-meter.js';
import { THIRD_OCTAVES_HZ } from '../dsp/third-octave-sums.js';
import type { RunOptions } from '../progress.js';
import { deviationDb, tenths } from './automatic-strips.js';
import { forEachBlock } from './blocks.js';
import { masterChainSchema, type MasterChainSettings } from './session.js';
import { mixSpectrum, type Genre } from './target-spectra.js';

/** How much of a deviation from the genre's spectrum is taken away, beyond what songs differ by. */
const EQ_SHARE = 0.6;
const TOLERATED_DB = 2;
const EQ_LIMITS = { mostBands: 4, mostBoostDb: 3, mostCutDb: 3 };
const EQ_RANGE_HZ = [40, 14_000] as const;

const MONO_BELOW_HZ = 100;
/** Gentle, a decibel or two in loud passages. Thresholds are peak levels at −14 LUFS, and move with the
 *  target; the middle is where most of the music is. */
const THRESHOLDS_AT_LUFS = -14;
const BANDS = {
  low: { thresholdDb: -14, ratio: 1.6, kneeDb: 6, attackMs: 30, releaseMs: 200 },
  middle: { thresholdDb: -14, ratio: 1.4, kneeDb: 6, attackMs: 15, releaseMs: 150 },
  high: { thresholdDb: -22, ratio: 1.4, kneeDb: 6, attackMs: 5, releaseMs: 100 },
};
const GLUE = { thresholdDb: -9, ratio: 1.5, kneeDb: 8, attackMs: 30, releaseMs: 250 };
/** Louder masters than this are clipped before they are limited, a decibel for each. */
const CLIPPED_FROM_LUFS = -11;

/** The chain for a finished mix, by what is heard of it.
 *  @param amount 0 … 1; 0 is no chain at all */
export async function automaticMasterChain(
  audio: AudioData,
  { genre, amount, targetLufs }: { genre: Genre; amount: number; targetLufs: number },
  options: RunOptions = {},
): Promise<MasterChainSettings> {
  if (amount === 0) return masterChainSchema.parse({});
  const spectrumDb = await meanSpectrumDb(audio, options);
  const band = (settings: (typeof BANDS)[keyof typeof BANDS]) => ({
    ...settings,
    thresholdDb: tenths(
      Math.min(0, settings.thresholdDb + Math.max(0, targetLufs - THRESHOLDS_AT_LUFS)),
    ),
    mix: amount,
  });
  const clippedDb = tenths(amount * (targetLufs - CLIPPED_FROM_LUFS));
  return masterChainSchema.parse({
    eq: spectrumEq(spectrumDb, genre, amount),
    midSide: { monoBelowHz: MONO_BELOW_HZ },
    multiband: { low: band(BANDS.low), middle: band(BANDS.middle), high: band(BANDS.high) },
    glue: { ...GLUE, mix: amount },
    ...(clippedDb > 0 && { clipper: { driveDb: clippedDb } }),
  });
}

/** Third-octave levels of the whole, dB. */
async function meanSpectrumDb(audio: AudioData, options: RunOptions): Promise<Float64Array> {
  const meter = new SpectrumMeter(audio.sampleRate);
  await forEachBlock(audio.length, options, (from, to) => {
    meter.add(audio.channels.map((channel) => channel.subarray(from, to)));
  });
  return meter.finish().map(powerToDb);
}

/** Few broad bands that bring a whole mix nearer to its genre's spectrum. */
export function spectrumEq(
  spectrumDb: ArrayLike<number>,
  genre: Genre,
  amount: number,
): MasterChainSettings['eq'] {
  const weights = THIRD_OCTAVES_HZ.map((hz) =>
    hz >= EQ_RANGE_HZ[0] && hz <= EQ_RANGE_HZ[1] ? 1 : 0,
  );
  const wanted = deviationDb(mixSpectrum(genre), spectrumDb, weights).map((db) => {
    const beyond = Math.max(0, Math.abs(db) - TOLERATED_DB);
    return Math.sign(db) * beyond * EQ_SHARE * amount;
  });
  return fitEqualizer(wanted, weights, EQ_LIMITS);
}
