import { audioData, type AudioData } from '../audio/audio-data.js';
import { streamOf } from '../audio/audio-stream.js';
import { powerToDb } from '../dsp/decibels.js';
import { LinearPhaseFilter } from '../dsp/linear-phase-filter.js';
import { SILENCE_LUFS } from '../dsp/loudness.js';
import { SpectrumMeter } from '../dsp/spectrum-meter.js';
import { THIRD_OCTAVES_HZ } from '../dsp/third-octave-sums.js';
import { InputError } from '../errors.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { tenths } from './automatic-strips.js';
import { forEachBlock } from './blocks.js';
import { masterAudio, type MasterReport } from './master.js';
import { measureStem, type StemMeasurements } from './measure-stem.js';
import { masterChainSchema, type MasterChainSettings } from './session.js';

/** The match is measured after all that follows it, and corrected: so often, or until it is near. */
const PASSES = 4;
const NEAR_DB = 0.25;
/** A band of the middle or the sides is turned up or down by so much at most. */
const MOST_GAIN_DB = 18;
/** Bands so far below the loudest hold nothing that could be turned up. */
const EMPTY_DB = 70;
/** Where spectra are compared: the lowest and highest bands are more format than music. */
const COMPARED_HZ = [30, 17_000] as const;
/** Spread of peak levels that is taken away by a compressor, by its ratio, at most. */
const LARGEST_RATIO = 3;
const GLUE = { kneeDb: 8, attackMs: 20, releaseMs: 200 };
/** The limiter takes no more than this from peaks, the clipper the rest. */
const CLIPPED_FROM_LUFS = -11;

/** How near a master came to its reference. */
export type ReferenceReport = {
  /** RMS difference of third-octave levels from 31 Hz to 16 kHz, level removed, dB. */
  spectralDistanceDb: number;
  referenceLufs: number;
  /** Power of the sides over that of the middle, dB. */
  sideToMidDb: number;
  referenceSideToMidDb: number;
};

/** What a reference is, and what of it is not to be followed. */
export interface ReferenceSettings {
  reference: AudioData;
  ceilingDbtp: number;
  /** Instead of the reference's loudness. */
  targetLufs?: number;
}

/** Masters `mix` so that it is like a finished track in third-octave spectrum, loudness, dynamics and
 *  width: middle and sides are equalized by themselves, without delay or turned phases; what comes out
 *  of compressor, clipper and limiter is measured, and the equalizers corrected by what is missing.
 *  @throws InputError `silent-reference`; CancelledError */
export async function masterLike(
  mix: AudioData,
  { reference, ceilingDbtp, targetLufs }: ReferenceSettings,
  options: RunOptions = {},
): Promise<{ audio: AudioData; report: MasterReport & { reference: ReferenceReport } }> {
  const like = await measureStem(streamOf(reference), partOf(options, 0, 0.1));
  if (like.integratedLufs <= SILENCE_LUFS) throw silentReference();
  const wanted = await midSideSpectra(reference, partOf(options, 0.1, 0.15));
  const own = await measureStem(streamOf(mix), partOf(options, 0.15, 0.2));
  const loudness = { targetLufs: targetLufs ?? like.integratedLufs, ceilingDbtp };
  const chain = dynamicsLike(like, own, loudness.targetLufs);
  let curves = wanted.map(() => THIRD_OCTAVES_HZ.map(() => 0));
  let best: { audio: AudioData; report: MasterReport; distance: number } | undefined;
  for (let pass = 0; pass < PASSES; pass++) {
    const part = partOf(options, 0.2 + (0.8 * pass) / PASSES, 0.2 + (0.8 * (pass + 1)) / PASSES);
    const shaped = await equalized(mix, curves, partOf(part, 0, 0.3));
    const made = await masterAudio(shaped, { ...loudness, chain }, partOf(part, 0.3, 0.9));
    const spectra = await midSideSpectra(made.audio, partOf(part, 0.9, 1));
    const distance = spectralDistanceDb(wholeOf(spectra), wholeOf(wanted));
    if (best && distance >= best.distance) break;
    best = { ...made, distance };
    if (distance < NEAR_DB) break;
    curves = corrected(curves, wanted, spectra);
  }
  if (!best) throw new Error('no pass was made');
  return { audio: best.audio, report: { ...best.report, reference: await compare(best, like) } };
}

/** RMS difference of two third-octave spectra in dB, from 31 Hz to 16 kHz, level removed. */
export function spectralDistanceDb(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const differences = THIRD_OCTAVES_HZ.flatMap((hz, k) =>
    hz > COMPARED_HZ[0] && hz < COMPARED_HZ[1] ? [a[k] - b[k]] : [],
  );
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  return Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / differences.length);
}

function silentReference(): InputError {
  return new InputError('silent-reference', 'the reference is silent', {
    hint: 'Give a finished track that sounds as the master should.',
  });
}

/** Third-octave levels of the middle and of the sides, dB. */
async function midSideSpectra(audio: AudioData, options: RunOptions): Promise<Float64Array[]> {
  const meters = [0, 1].map(() => new SpectrumMeter(audio.sampleRate));
  await forEachBlock(audio.length, options, (from, to) => {
    midSide(audio.channels.map((channel) => channel.subarray(from, to))).forEach((part, p) =>
      meters[p].add([part]),
    );
  });
  return meters.map((meter) => meter.finish().map(powerToDb));
}

function midSide([left, right = left]: readonly Float32Array[]): Float32Array[] {
  return [
    left.map((sample, i) => (sample + right[i]) / 2),
    left.map((sample, i) => (sample - right[i]) / 2),
  ];
}

/** Levels of middle and sides together. */
function wholeOf([mid, side]: readonly Float64Array[]): Float64Array {
  return mid.map((db, k) => powerToDb(10 ** (db / 10) + 10 ** (side[k] / 10)));
}

/** A compressor where the mix's loud notes stand out further than the reference's, and a clipper for
 *  loud references. */
function dynamicsLike(
  like: StemMeasurements,
  own: StemMeasurements,
  targetLufs: number,
): MasterChainSettings {
  const spread = ({ loudPeakDb, usualPeakDb }: StemMeasurements) => loudPeakDb - usualPeakDb;
  const ratio = Math.min(LARGEST_RATIO, spread(own) / Math.max(1, spread(like)));
  const thresholdDb = own.usualPeakDb + targetLufs - own.integratedLufs;
  return masterChainSchema.parse({
    ...(ratio > 1.1 && {
      glue: {
        ...GLUE,
        ratio: tenths(ratio),
        thresholdDb: tenths(Math.max(-80, Math.min(0, thresholdDb))),
      },
    }),
    ...(targetLufs > CLIPPED_FROM_LUFS && {
      clipper: { driveDb: tenths(Math.min(12, targetLufs - CLIPPED_FROM_LUFS)) },
    }),
  });
}

/** `mix` with its middle and sides equalized by `curves`. */
async function equalized(
  mix: AudioData,
  curves: readonly number[][],
  options: RunOptions,
): Promise<AudioData> {
  if (curves.every((curve) => curve.every((gain) => gain === 0))) return mix;
  const parts = midSide(mix.channels);
  const isMono = mix.channels.length === 1;
  for (const [p, part] of parts.entries()) {
    if (isMono && p === 1) break;
    const filter = new LinearPhaseFilter(curves[p], mix.sampleRate);
    parts[p] = filter.apply(part);
    filter.free();
    await checkpoint(options, (p + 1) / 2);
  }
  const [mid, side] = parts;
  if (isMono) return audioData(mix.sampleRate, [mid]);
  const left = mid.map((sample, i) => sample + side[i]);
  for (let i = 0; i < mid.length; i++) mid[i] -= side[i];
  return audioData(mix.sampleRate, [left, mid]);
}

/** `curves` and what is still missing, where there is something to turn up. */
function corrected(
  curves: readonly number[][],
  wanted: readonly Float64Array[],
  spectra: readonly Float64Array[],
): number[][] {
  const loudest = Math.max(...spectra.flatMap((part) => [...part]));
  return curves.map((curve, p) =>
    curve.map((gain, k) => {
      if (spectra[p][k] < loudest - EMPTY_DB) return gain;
      const next = gain + wanted[p][k] - spectra[p][k];
      return Math.max(-MOST_GAIN_DB, Math.min(MOST_GAIN_DB, next));
    }),
  );
}

async function compare(
  { audio, distance }: { audio: AudioData; distance: number },
  like: StemMeasurements,
): Promise<ReferenceReport> {
  const { sideToMidDb } = await measureStem(streamOf(audio));
  return {
    spectralDistanceDb: Math.round(distance * 100) / 100,
    referenceLufs: tenths(like.integratedLufs),
    sideToMidDb: tenths(sideToMidDb),
    referenceSideToMidDb: tenths(like.sideToMidDb),
  };
}
