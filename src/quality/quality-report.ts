/** What a sound is judged as: `release` for what is mastered, `mix` for what isn't yet, `voice` for one
 *  alone, `stems` for parts of a song, `recording` for any file. */
export type JudgedAs = 'release' | 'mix' | 'voice' | 'stems' | 'recording';

/** From where to where a value is good; null is without end. */
export type GoodRange = { from: number | null; to: number | null };

/** A setting of the request that was made, and of the command line. */
export type SettingFix = {
  /** Name in requests of the API: `targetLufs`. */
  name: string;
  /** Of the command line: `--lufs`. */
  option: string;
  /** What to set it to; null where any other may help. */
  value: number | string | null;
};

/** One measured value, and what it means. */
export type Measure = {
  /** In musicians' words: "Loudness". */
  name: string;
  unit: string;
  value: number;
  /** Null where anything goes. */
  good: GoodRange | null;
  verdict: 'good' | 'low' | 'high' | 'noted';
  /** What to do about it; null unless it is low or high. */
  advice: string | null;
  /** The setting that does it, where one does. */
  setting: SettingFix | null;
};

/** The quality of an output. */
export type QualityReport = {
  version: 1;
  judgedAs: JudgedAs;
  /** What of the job's results it is: "cover", "vocals". */
  subject: string;
  /** By id: `integratedLufs`, `truePeakDbtp` … what can't be measured is absent. */
  measures: { [id: string]: Measure };
};

/** What `report.json` holds beside: too long for the job itself. */
export type QualityCurves = {
  /** Distance of the points of the loudness curves. */
  hopSeconds: number;
  momentaryLufs: number[];
  shortTermLufs: number[];
  /** What it was made from, where there is such a thing: its ⅓-octave levels, as of `spectrum`. */
  before?: { spectrumDb: number[] };
  /** ⅓-octave levels. */
  spectrum: { hz: number; db: number; targetDb: number }[];
  /** Where the first clipped runs begin. */
  clippedAtSeconds: number[];
  /** Singing against music, for each stretch of 10 s with singing. */
  vocalToMusic: { seconds: number; lu: number }[];
};
