import { THIRD_OCTAVES_HZ } from '../dsp/third-octave-sums.js';
import type { MixRole } from './roles.js';

/** Third-octave levels in dB, 25 Hz to 20 kHz, against their own mean from 200 Hz to 5 kHz; of the
 *  middle. Means over four released songs under CC0 ("Everything is Free" by Software-Entwicklungskit,
 *  2024), smoothed by hand to what parts of a kind have in common. */
const LEAD = [
  ...[-25, -24, -24, -24, -24, -22, -18, -8, 1, 4, 4, 4, 5, 6, 5],
  ...[2, -1, -3, -2, -3, -4, -4, -4, -5, -5, -5, -8, -14, -22, -32],
];
const BACKING = [
  ...[-34, -31, -27, -24, -22, -20, -18, -14, -8, -2, 2, 3, 5, 6, 6],
  ...[5, 4, 2, -1, -4, -6, -7, -8, -9, -10, -12, -15, -18, -24, -32],
];
const DRUMS = [
  ...[-9, -1, 8, 13, 12, 11, 8, 6, 5, 5, 4, 3, 2, 2, 1],
  ...[1, 0, -1, -1, -2, -2, -3, -3, -2, -2, -2, -2, -4, -6, -10],
];
const BASS = [
  ...[0, 9, 20, 27, 27, 25, 24, 23, 22, 20, 18, 15, 12, 10, 6],
  ...[3, 0, -4, -7, -10, -13, -16, -18, -20, -22, -24, -27, -31, -38, -48],
];
const HARMONY = [
  ...[-10, -6, -2, 1, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4],
  ...[2, 1, 0, -2, -3, -5, -7, -8, -9, -11, -13, -16, -19, -23, -28],
];
const WHOLE_MIX = [
  ...[-2, 4, 8, 10, 10, 8, 6, 5, 5, 5, 4, 4, 4, 4, 3],
  ...[2, 1, 0, -1, -3, -4, -6, -6, -6, -7, -7, -8, -9, -11, -15],
];

const OF_ROLE: Partial<Record<MixRole, readonly number[]>> = {
  lead: LEAD,
  backing: BACKING,
  drums: DRUMS,
  bass: BASS,
  harmony: HARMONY,
  pad: HARMONY,
  solo: HARMONY,
  music: WHOLE_MIX,
};

/** How genres differ from the mean: dB at frequencies, straight lines between them on a logarithmic
 *  axis. From the direction in which records of these genres are known to differ, in whole dB. */
const GENRES = {
  pop: [],
  rock: [
    [50, -1],
    [300, 0],
    [2500, 1],
    [10000, 0],
  ],
  metal: [
    [60, 1],
    [400, -2],
    [3000, 2],
    [10000, 1],
  ],
  electronic: [
    [50, 3],
    [200, 0],
    [5000, 0],
    [10000, 1],
  ],
  'hip-hop': [
    [50, 4],
    [200, 0],
    [2000, -1],
    [10000, 0],
  ],
  acoustic: [
    [50, -5],
    [200, 0],
    [3000, 0],
    [12000, -1],
  ],
  jazz: [
    [50, -3],
    [200, 0],
    [5000, -2],
    [12000, -3],
  ],
  classical: [
    [50, -6],
    [200, 0],
    [2500, -3],
    [8000, -7],
  ],
  'lo-fi': [
    [50, -2],
    [200, 2],
    [3000, 0],
    [6000, -4],
    [12000, -12],
  ],
  speech: [
    [50, -14],
    [120, -3],
    [1000, 0],
    [3000, 3],
    [8000, 1],
  ],
} as const satisfies Record<string, readonly (readonly [hz: number, db: number])[]>;

export type Genre = keyof typeof GENRES;

/** The words that styles are described with; the first match counts. */
const STYLE_WORDS: readonly (readonly [RegExp, Genre])[] = [
  [/lo-?fi|chill ?hop|vaporwave/i, 'lo-fi'],
  [/hip-?hop|\brap\b|trap|drill|r&b|rnb/i, 'hip-hop'],
  [/metal|hardcore|djent/i, 'metal'],
  [
    /house|techno|trance|edm|electro|synthwave|drum ?(and|&|n) ?bass|dubstep|dance|ambient/i,
    'electronic',
  ],
  [/jazz|swing|bossa|soul|blues/i, 'jazz'],
  [/classic|orchestra|cinematic|chamber|string quartet|film/i, 'classical'],
  [/acoustic|folk|country|singer-songwriter|ballad|unplugged/i, 'acoustic'],
  [/rock|punk|grunge|indie/i, 'rock'],
  [/speech|podcast|spoken|audiobook/i, 'speech'],
];

/** The genre that a style in words is nearest to: "dreamy 80s synthwave" is `electronic`; `pop` where
 *  the words say nothing. */
export function genreOf(style: string): Genre {
  return STYLE_WORDS.find(([words]) => words.test(style))?.[1] ?? 'pop';
}

/** Levels that a part should have by third octaves in dB, up to a constant; undefined where parts of
 *  its kind have nothing in common. */
export function targetSpectrum(role: MixRole, genre: Genre): number[] | undefined {
  return OF_ROLE[role]?.map((db, k) => db + genreDb(genre, THIRD_OCTAVES_HZ[k]));
}

/** Levels that a whole mix should have by third octaves in dB, up to a constant. */
export function mixSpectrum(genre: Genre): number[] {
  return WHOLE_MIX.map((db, k) => db + genreDb(genre, THIRD_OCTAVES_HZ[k]));
}

function genreDb(genre: Genre, hz: number): number {
  const points: readonly (readonly [number, number])[] = GENRES[genre];
  const next = points.findIndex(([pointHz]) => pointHz >= hz);
  if (points.length === 0 || next === 0) return points[0]?.[1] ?? 0;
  if (next < 0) return points[points.length - 1][1];
  const [[lowHz, lowDb], [highHz, highDb]] = [points[next - 1], points[next]];
  return lowDb + ((highDb - lowDb) * Math.log(hz / lowHz)) / Math.log(highHz / lowHz);
}
