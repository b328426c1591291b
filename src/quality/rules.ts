import { furthestFromTarget } from './target-curve.js';
import { spectrumOf, type Findings } from './findings.js';
import type { GoodRange, JudgedAs, SettingFix } from './quality-report.js';
import { settingOf } from './settings.js';

/** How an output is judged. */
export interface Standard {
  /** What kind of job made it: its settings are what advice is about. */
  kind: string;
  judgedAs: JudgedAs;
  /** What of the job it is: "cover", "vocals". */
  subject: string;
  targetLufs: number;
  ceilingDbtp: number;
}

/** What to do, and the setting that does it. */
interface Advice {
  text: string;
  setting?: SettingFix | null;
}

interface Case extends Standard {
  value: number;
  findings: Findings;
}

type Advise = (found: Case) => Advice;

interface Rule {
  name: string;
  unit: string;
  /** Digits behind the point. */
  digits: number;
  /** Where the value is good; undefined where anything goes. */
  good: (standard: Standard) => GoodRange | undefined;
  low?: Advise;
  high?: Advise;
}

/** As near to the target as any service can tell. */
const LOUDNESS_TOLERANCE_LU = 0.5;
/** What plays without being turned far up or down anywhere. */
const USUAL_LUFS: GoodRange = { from: -18, to: -8 };
/** Loud passages above the whole: beyond this they jump out (EBU R 128 s1 allows +5 for adverts). */
const LOUDEST_SHORT_TERM_LU = 6;
const LOUDEST_MOMENTARY_LU = 9;
/** Meters differ by so much. */
const PEAK_TOLERANCE_DB = 0.1;
/** A lossy decoder clips what exceeds full scale. */
const FULL_SCALE: GoodRange = { from: null, to: 0 };
/** The margin that a corrected ceiling leaves. */
const CODEC_MARGIN_DB = 0.2;
/** A shift of the middle that no limiter and no loudspeaker notices. */
const HARMLESS_DC: GoodRange = { from: null, to: -40 };
/** Independent sides lose 3 LU; more is cancelled. */
const HARMLESS_MONO_LOSS: GoodRange = { from: null, to: 3.5 };
/** Records are at about +1 (see `vocal-balance.ts`). */
const USUAL_VOCALS: GoodRange = { from: -3, to: 5 };
const BEST_VOCALS_LU = 1;
const TONAL_TOLERANCE: GoodRange = { from: -6, to: 6 };
/** Softer than this, what one stem has of another is masked by it. */
const HARMLESS_BLEED: GoodRange = { from: null, to: -16 };
/** Softer late reverberation isn't told from a dry voice's own decay (see `dereverb.ts`). */
const DRY: GoodRange = { from: null, to: -16 };
/** A quarter of a semitone is heard by the trained only. */
const IN_TUNE_CENTS: GoodRange = { from: null, to: 25 };
const IN_TUNE_SHARE: GoodRange = { from: 0.9, to: null };

/** Every measure: how it is named, when it is good, and what helps. In the order of a report. */
export const RULES: { readonly [id: string]: Rule } = {
  integratedLufs: {
    name: 'Loudness',
    unit: 'LUFS',
    digits: 1,
    good: ({ judgedAs, targetLufs }) =>
      judgedAs === 'release'
        ? { from: targetLufs - LOUDNESS_TOLERANCE_LU, to: targetLufs + LOUDNESS_TOLERANCE_LU }
        : isWhole(judgedAs)
          ? USUAL_LUFS
          : undefined,
    low: (found) =>
      found.judgedAs === 'release'
        ? advice(found, 'targetLufs', {
            value: Math.floor(found.value),
            text: 'The peaks leave no room for more: lower %s to %v, or raise the ceiling',
          })
        : { text: 'Raise it: `canto master FILE --lufs -14`' },
    high: (found) =>
      found.judgedAs === 'release'
        ? advice(found, 'targetLufs', { value: found.targetLufs, text: 'Lower %s to %v' })
        : { text: 'Services will turn it down: `canto master FILE --lufs -14` before they do' },
  },
  shortTermMaxLufs: {
    name: 'Loudest 3 s',
    unit: 'LUFS',
    digits: 1,
    good: ({ judgedAs, targetLufs }) => loudest(judgedAs, targetLufs + LOUDEST_SHORT_TERM_LU),
    high: () => ({ text: 'One passage jumps out: turn it down in the mix, or compress more' }),
  },
  momentaryMaxLufs: {
    name: 'Loudest 0.4 s',
    unit: 'LUFS',
    digits: 1,
    good: ({ judgedAs, targetLufs }) => loudest(judgedAs, targetLufs + LOUDEST_MOMENTARY_LU),
    high: () => ({ text: 'One hit jumps out: turn it down in the mix, or compress more' }),
  },
  rangeLu: {
    name: 'Loudness range',
    unit: 'LU',
    digits: 1,
    good: ({ judgedAs }) => (isWhole(judgedAs) ? { from: 1, to: 15 } : undefined),
    low: (found) =>
      advice(found, 'targetLufs', {
        value: found.targetLufs - 2,
        text: 'Loud and soft are almost alike: compress less, or lower %s to %v',
        otherwise: 'Loud and soft are almost alike: compress less',
      }),
    high: () => ({ text: 'Soft passages get lost on the road: compress more, or turn them up' }),
  },
  truePeakDbtp: {
    name: 'True peak',
    unit: 'dBTP',
    digits: 2,
    good: ({ judgedAs, ceilingDbtp }) =>
      judgedAs === 'release'
        ? { from: null, to: ceilingDbtp + PEAK_TOLERANCE_DB }
        : judgedAs === 'stems'
          ? undefined
          : FULL_SCALE,
    high: (found) =>
      advice(found, 'ceilingDbtp', {
        value: found.ceilingDbtp,
        text: 'Lower %s to %v',
        otherwise:
          'It clips between the samples: turn it down, or `canto master FILE --ceiling -1`',
      }),
  },
  truePeakMp3Dbtp: codecPeak('mp3'),
  truePeakAacDbtp: codecPeak('AAC'),
  crestDb: {
    name: 'Crest factor',
    unit: 'dB',
    digits: 1,
    good: ({ judgedAs }) => (isWhole(judgedAs) ? { from: 7, to: 22 } : undefined),
    low: (found) =>
      advice(found, 'targetLufs', {
        value: found.targetLufs - 3,
        text: 'Limiting has flattened it: lower %s to %v',
        otherwise: 'It is flattened: ask for a mix with less limiting',
      }),
    high: () => ({ text: 'Single hits stand far out: compress the drums, or clip them softly' }),
  },
  clippedRuns: {
    name: 'Clipped places',
    unit: '',
    digits: 0,
    good: () => ({ from: null, to: 0 }),
    high: (found) =>
      advice(found, 'ceilingDbtp', {
        value: found.ceilingDbtp - 1,
        text: 'The song itself is clipped, or was driven too far: use a better copy, or lower %s to %v',
        otherwise: 'It was recorded or exported too loud: do that again, some 6 dB softer',
      }),
  },
  dcDb: {
    name: 'DC offset',
    unit: 'dB',
    digits: 1,
    good: () => HARMLESS_DC,
    high: () => ({ text: 'Cut what lies below 20 Hz: a high-pass in the channel strip' }),
  },
  monoLossLu: {
    name: 'Loss in mono',
    unit: 'LU',
    digits: 1,
    good: ({ judgedAs }) => (judgedAs === 'stems' ? undefined : HARMLESS_MONO_LOSS),
    high: () => ({ text: 'The sides cancel on one loudspeaker: narrow the widest part' }),
  },
  correlation: {
    name: 'Stereo correlation',
    unit: '',
    digits: 2,
    good: ({ judgedAs }) => (judgedAs === 'stems' ? undefined : { from: 0, to: null }),
    low: () => ({ text: 'The sides work against each other: narrow it, or flip one side’s phase' }),
  },
  lowestCorrelation: {
    name: 'Lowest correlation of 3 s',
    unit: '',
    digits: 2,
    good: ({ judgedAs }) => (judgedAs === 'stems' ? undefined : { from: -0.4, to: null }),
    low: () => ({ text: 'One passage is out of phase: narrow what plays there' }),
  },
  tonalBalanceDb: {
    name: 'Tonal balance',
    unit: 'dB',
    digits: 1,
    good: ({ judgedAs }) => (isWhole(judgedAs) ? TONAL_TOLERANCE : undefined),
    low: (found) => ({ text: `There is little ${around(found)}: turn the equalizer up there` }),
    high: (found) => ({ text: `There is much ${around(found)}: turn the equalizer down there` }),
  },
  vocalToMusicLu: {
    name: 'Vocals against music',
    unit: 'LU',
    digits: 1,
    good: ({ judgedAs }) => (judgedAs === 'stems' ? undefined : USUAL_VOCALS),
    low: (found) =>
      advice(found, 'vocalGainDb', {
        value: Math.round(BEST_VOCALS_LU - found.value),
        text: 'The voice drowns: raise %s by %v dB',
        otherwise: 'The voice drowns: raise its fader, or lower the music',
      }),
    high: (found) =>
      advice(found, 'vocalGainDb', {
        value: Math.round(BEST_VOCALS_LU - found.value),
        text: 'The voice stands alone: change %s by %v dB',
        otherwise: 'The voice stands alone: lower its fader, or raise the music',
      }),
  },
  musicInVocalsDb: bleed('Music in the vocals'),
  vocalsInMusicDb: bleed('Vocals in the music'),
  reverbDb: {
    name: 'Reverb left in the voice',
    unit: 'dB',
    digits: 1,
    good: () => DRY,
    high: (found) =>
      advice(found, 'dereverb', {
        value: 1,
        text: 'Raise %s to %v; where it is there already, take a drier recording',
        otherwise: 'It stands in a room already: take a drier recording, or send it less reverb',
      }),
  },
  pitchErrorCents: {
    name: 'Pitch error of the voice',
    unit: 'cents',
    digits: 1,
    good: () => IN_TUNE_CENTS,
    high: otherTracker,
  },
  inTune: {
    name: 'Share sung in tune',
    unit: '',
    digits: 3,
    good: () => IN_TUNE_SHARE,
    low: otherTracker,
  },
};

function codecPeak(codec: string): Rule {
  return {
    name: `True peak after ${codec}`,
    unit: 'dBTP',
    digits: 2,
    good: ({ judgedAs }) => (isWhole(judgedAs) ? FULL_SCALE : undefined),
    high: (found) =>
      advice(found, 'ceilingDbtp', {
        value: tenthBelow(found.ceilingDbtp - found.value - CODEC_MARGIN_DB),
        text: `It will clip as ${codec}: lower %s to %v`,
        otherwise: `It will clip as ${codec}: turn it down by ${(found.value + CODEC_MARGIN_DB).toFixed(1)} dB`,
      }),
  };
}

function bleed(name: string): Rule {
  return {
    name,
    unit: 'dB',
    digits: 1,
    good: () => HARMLESS_BLEED,
    high: (found) =>
      advice(found, 'separator', {
        value: null,
        text: 'The stems are hard to tell apart: try another %s (`canto models list`)',
        otherwise: 'The stems bleed into each other: take cleaner ones',
      }),
  };
}

function otherTracker(found: Case): Advice {
  return advice(found, 'pitchEngine', {
    value: null,
    text: 'The melody was misheard in places: try another %s, or a smaller change of pitch',
    otherwise: 'The melody was misheard in places',
  });
}

/** Advice about a setting: `%s` is its option, `%v` its value.
 *  @param words.otherwise where jobs of that kind have no such setting */
function advice(
  { kind }: Case,
  name: string,
  words: { text: string; value: SettingFix['value']; otherwise?: string },
): Advice {
  const setting = settingOf(kind, name, words.value);
  const text = setting ? words.text : (words.otherwise ?? words.text);
  return {
    text: text.replace('%s', setting?.option ?? name).replace('%v', inWords(words.value)),
    setting,
  };
}

function inWords(value: SettingFix['value']): string {
  return String(value).replace('-', '−');
}

function isWhole(judgedAs: JudgedAs): boolean {
  return judgedAs === 'release' || judgedAs === 'mix' || judgedAs === 'recording';
}

function loudest(judgedAs: JudgedAs, lufs: number): GoodRange | undefined {
  return judgedAs === 'release' ? { from: null, to: lufs } : undefined;
}

function around({ findings }: Case): string {
  const { hz } = furthestFromTarget(spectrumOf(findings));
  const words = hz >= 1000 ? `${(hz / 1000).toFixed(1)} kHz` : `${Math.round(hz / 10) * 10} Hz`;
  return `around ${words}, compared with released music`;
}

function tenthBelow(value: number): number {
  return Math.floor(value * 10) / 10;
}
