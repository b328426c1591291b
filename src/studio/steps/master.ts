import { join } from 'node:path';
import { fitLength, type AudioData } from '../../audio/audio-data.js';
import { resample } from '../../audio/resample.js';
import { readWav, writeWav } from '../../audio/wav.js';
import { openWav } from '../../audio/wav-reader.js';
import { dbToGain } from '../../dsp/decibels.js';
import type { StepContext, StepFunction } from '../../jobs/plan.js';
import { automaticMasterChain } from '../../mixing/automatic-master.js';
import {
  finishMaster,
  prepareMaster,
  type MasterReport,
  type MasterSettings,
  type PreparedMaster,
} from '../../mixing/master.js';
import { masterLike } from '../../mixing/reference-master.js';
import { genreOf } from '../../mixing/target-spectra.js';
import { partOf, type RunOptions } from '../../progress.js';
import { measureCodecPeaks, measurePeakPlaces } from '../../quality/codec-peaks.js';
import { outputRateFor } from '../sample-rates.js';
import type { DecodedData } from './decode.js';
import type { MixData } from './mix.js';

/** What comes out of a codec may reach full scale; this is left for other encoders. */
const HIGHEST_DECODED_DBTP = -0.1;
/** Each try lowers the ceiling by what was too much, but no further than this: encoders overshoot by
 *  chance here and there, and elsewhere when a sample changes. */
const CEILING_TRIES = 3;
const LARGEST_STEP_DB = 0.6;
const LEAST_STEP_DB = 0.1;
/** Where that doesn't help, the master is turned down, so often. */
const MOST_TRIES = 5;
/** The loudest stretches tell enough. */
const CODEC_STRETCHES = 4;

/** How a master is made: as the session of a mix says, with a chain by ear, or like the file
 *  `reference` (its loudness where none is asked for). */
export type MasterStepSettings =
  | { by: 'session' }
  | { by: 'ear'; targetLufs: number; ceilingDbtp: number; amount: number; style: string }
  | { by: 'reference'; targetLufs: number | null; ceilingDbtp: number };

/** What a master step tells; peaks in the loudest stretches. */
export type MasterData = MasterReport & {
  /** That the limiter kept to. */
  ceilingDbtp: number;
  truePeakAfterCodecsDbtp: { mp3: number; aac: number };
};

/** Makes a master below `ceilingDbtp`. */
type Make = (ceilingDbtp: number, run: RunOptions) => Promise<Made>;
type Made = { audio: AudioData; report: MasterReport };

/** file `mixed`, data `decoded`, perhaps `mix` or file `reference` → `mastered.wav` at the output's rate,
 *  which no codec takes beyond full scale; data `MasterReport`, and the true peaks after codecs. */
export const masterStep: StepFunction = async (context) => {
  const { settings, files, data, outputDir } = context;
  const source = data.decoded as DecodedData;
  const mixed = toOutputRate(await readWav(files.mixed), source, settings.format as string);
  const { make, ceilingDbtp } = await maker(mixed, context, partOf(context, 0, 0.1));
  const path = join(outputDir, 'mastered.wav');
  return codecSafe(make, { ceilingDbtp, path, dir: outputDir, ...partOf(context, 0.1, 1) });
};

/** What makes the master, and the ceiling that was asked for. */
async function maker(
  mixed: AudioData,
  { settings, data, files }: StepContext,
  run: RunOptions,
): Promise<{ make: Make; ceilingDbtp: number }> {
  const wanted = settings.master as MasterStepSettings;
  if (wanted.by === 'session') {
    const { master } = (data.mix as unknown as MixData).session;
    return {
      make: preparedOnce(mixed, master),
      ceilingDbtp: master.ceilingDbtp,
    };
  }
  if (wanted.by === 'reference') {
    const reference = await readWav(files.reference);
    const targetLufs = wanted.targetLufs ?? undefined;
    return {
      make: (ceilingDbtp, part) => masterLike(mixed, { reference, targetLufs, ceilingDbtp }, part),
      ceilingDbtp: wanted.ceilingDbtp,
    };
  }
  const { targetLufs, amount, style } = wanted;
  const chain = await automaticMasterChain(
    mixed,
    { genre: genreOf(style), amount, targetLufs },
    run,
  );
  return {
    make: preparedOnce(mixed, { targetLufs, chain, ceilingDbtp: wanted.ceilingDbtp }),
    ceilingDbtp: wanted.ceilingDbtp,
  };
}

/** Makes masters of `mixed` that differ in their ceilings alone; the chain runs once. */
function preparedOnce(mixed: AudioData, settings: MasterSettings): Make {
  let prepared: PreparedMaster | undefined;
  return async (ceilingDbtp, run) => {
    const lowerable = { ...settings, lowerableDb: LARGEST_STEP_DB * (CEILING_TRIES - 1) };
    prepared ??= await prepareMaster(mixed, lowerable, partOf(run, 0, 0.5));
    return finishMaster(prepared, { ...settings, ceilingDbtp }, partOf(run, 0.5, 1));
  };
}

/** Writes the master to `path`; with a lower ceiling than asked for, where a codec would clip it, and
 *  where that doesn't help, turned down. */
async function codecSafe(
  make: Make,
  {
    ceilingDbtp,
    path,
    dir,
    ...run
  }: RunOptions & { ceilingDbtp: number; path: string; dir: string },
): Promise<MasterData> {
  let [ceiling, turnedDownDb] = [ceilingDbtp, 0];
  let limited: Made | undefined;
  for (let n = 0; ; n++) {
    const part = partOf(run, n / MOST_TRIES, (n + 1) / MOST_TRIES);
    limited ??= await make(ceiling, partOf(part, 0, 0.7));
    const made = turnedDown(limited, turnedDownDb);
    await writeWav(path, made.audio);
    const codecs = await codecPeaks(path, { dir, ...partOf(part, 0.7, 1) });
    const excess = Math.max(codecs.mp3, codecs.aac) - HIGHEST_DECODED_DBTP;
    if (excess <= 0 || n + 1 === MOST_TRIES) {
      run.onProgress?.(1);
      return { ...made.report, ceilingDbtp: ceiling, truePeakAfterCodecsDbtp: { ...codecs } };
    }
    if (n + 1 < CEILING_TRIES) {
      ceiling -= Math.min(LARGEST_STEP_DB, excess + LEAST_STEP_DB);
      limited = undefined;
    } else turnedDownDb += excess + LEAST_STEP_DB;
  }
}

function turnedDown({ audio, report }: Made, db: number): Made {
  if (db === 0) return { audio, report };
  const gain = dbToGain(-db);
  const channels = audio.channels.map((channel) => channel.map((sample) => sample * gain));
  return {
    audio: { ...audio, channels },
    report: {
      ...report,
      integratedLufs: report.integratedLufs - db,
      shortTermMaxLufs: report.shortTermMaxLufs - db,
      momentaryMaxLufs: report.momentaryMaxLufs - db,
      truePeakDbtp: report.truePeakDbtp - db,
      samplePeakDb: report.samplePeakDb - db,
      gainDb: report.gainDb - db,
      warnings: [...report.warnings, softerForCodecs(db)],
    },
  };
}

function softerForCodecs(db: number): string {
  return (
    `The master was turned down by ${db.toFixed(1)} dB, since mp3 or AAC at 192 kbit/s would have clipped it: ` +
    'a lower loudness is kept as it is.'
  );
}

function codecPeaks(path: string, options: RunOptions & { dir: string }) {
  return openWav(path, async (sound) => {
    const measures = await measurePeakPlaces(sound, partOf(options, 0, 0.1));
    const rest = partOf(options, 0.1, 1);
    const { dir } = options;
    return measureCodecPeaks(sound, { measures, dir, stretches: CODEC_STRETCHES, ...rest });
  });
}

/** `audio` at the rate of the output; of exactly the source's length where that is the source's. */
function toOutputRate(
  audio: AudioData,
  { sourceRate, sourceLength }: DecodedData,
  format: string,
): AudioData {
  const rate = outputRateFor(sourceRate, format);
  const output = resample(audio, rate);
  return rate === sourceRate ? fitLength(output, sourceLength) : output;
}
