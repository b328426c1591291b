import { THIRD_OCTAVES_HZ } from '../dsp/third-octave-sums.js';

/** Where a mix is compared with its target: below and above, taste and formats differ too much. */
const LOWEST_HZ = 45;
const HIGHEST_HZ = 13_000;

/** Points of the mean spectrum of released popular music, ⅓-octave levels in dB (after Pestana et al.,
 *  "Spectral characteristics of popular commercial recordings 1950–2010", AES 2013: about −5 dB per
 *  octave of spectral density between 100 Hz and 4 kHz, steeper above, falling below 50 Hz). */
const POINTS: readonly (readonly [hz: number, db: number])[] = [
  [20, -16],
  [31.5, -7],
  [50, -1],
  [63, 0],
  [100, 0],
  [200, -2],
  [1000, -6.7],
  [4000, -11],
  [8000, -14.5],
  [12_500, -18],
  [16_000, -22],
  [20_000, -32],
];

/** Levels of released popular music in dB, as of `THIRD_OCTAVES_HZ`; only their shape counts. */
const TYPICAL_SPECTRUM_DB: readonly number[] = THIRD_OCTAVES_HZ.map(levelAt);

/** A spectrum beside its target. */
export interface SpectrumBand {
  hz: number;
  db: number;
  /** The target, moved to where it fits best. */
  targetDb: number;
}

/** Compares mean squares of ⅓-octave bands with a target curve. Silent bands read −150 dB. */
export function againstTarget(
  spectrum: Float64Array,
  targetDb: readonly number[] = TYPICAL_SPECTRUM_DB,
): SpectrumBand[] {
  const levels = Array.from(spectrum, (power) => Math.max(-150, 10 * Math.log10(power)));
  const offset = median(
    levels.map((db, i) => db - targetDb[i]).filter((_, i) => isCompared(THIRD_OCTAVES_HZ[i])),
  );
  return THIRD_OCTAVES_HZ.map((hz, i) => ({ hz, db: levels[i], targetDb: targetDb[i] + offset }));
}

/** The octave that is furthest from the target: its centre, and by how much it is above (or, negative,
 *  below) in the mean. */
export function furthestFromTarget(bands: readonly SpectrumBand[]): { hz: number; db: number } {
  const octaves = bands.slice(1, -1).flatMap(({ hz }, i) => {
    const three = bands.slice(i, i + 3);
    if (!three.every((band) => isCompared(band.hz))) return [];
    return [{ hz, db: three.reduce((sum, band) => sum + band.db - band.targetDb, 0) / 3 }];
  });
  return octaves.reduce((worst, next) => (Math.abs(next.db) > Math.abs(worst.db) ? next : worst));
}

function isCompared(hz: number): boolean {
  return hz > LOWEST_HZ && hz < HIGHEST_HZ;
}

function levelAt(hz: number): number {
  const above = POINTS.findIndex(([pointHz]) => pointHz >= hz * 0.999);
  if (above <= 0) return POINTS[above === 0 ? 0 : POINTS.length - 1][1];
  const [[lowHz, lowDb], [highHz, highDb]] = [POINTS[above - 1], POINTS[above]];
  return lowDb + ((highDb - lowDb) * Math.log(hz / lowHz)) / Math.log(highHz / lowHz);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
