import { LEVEL_STEP_DB } from '../dsp/levels.js';
import { medianAlongColumns, medianAlongRows, type BytePlane } from '../dsp/median-filter.js';

/** Shares of drums and bass in each bin, 0…1, row-major [frames × bins]. */
export interface AccompanimentMasks {
  readonly drums: Float32Array;
  readonly bass: Float32Array;
}

/** Median spans: 0.4 s along time, 180 Hz along frequency (FitzGerald 2010 takes 17 of each). */
const SUSTAINED_FRAMES = 17;
const PERCUSSIVE_BINS = 17;

/** The bass is what is sustained below this; it fades out over the octave above. */
const BASS_LIMIT_HZ = 160;

/** Splits what is not the voice into drums (percussive) and bass (sustained and low); the rest is
 *  for other instruments.
 *  @param levels of one channel's spectra
 *  @param voice its voice mask */
export function maskAccompaniment(
  levels: BytePlane,
  { voice, sampleRate }: { voice: Float32Array; sampleRate: number },
): AccompanimentMasks {
  const sustained = medianAlongColumns(levels, SUSTAINED_FRAMES).values;
  const percussive = medianAlongRows(levels, PERCUSSIVE_BINS).values;
  const lowness = bassBand(levels.columns, sampleRate);
  const percussiveShare = wienerShares();
  const drums = new Float32Array(voice.length);
  const bass = new Float32Array(voice.length);
  for (let i = 0; i < voice.length; i++) {
    const rest = 1 - voice[i];
    const drum = percussiveShare[percussive[i] - sustained[i] + 255];
    drums[i] = rest * drum;
    bass[i] = rest * (1 - drum) * lowness[i % levels.columns];
  }
  return { drums, bass };
}

function bassBand(bins: number, sampleRate: number): Float32Array {
  const binHz = sampleRate / (2 * (bins - 1));
  return Float32Array.from({ length: bins }, (_, bin) =>
    Math.min(1, Math.max(0, 1 - Math.log2(Math.max(1, bin * binHz) / BASS_LIMIT_HZ))),
  );
}

/** a / (a + b) of powers, for every difference of levels a − b of −255…255. */
function wienerShares(): Float32Array {
  return Float32Array.from({ length: 511 }, (_, i) => {
    const difference = 10 ** (((i - 255) * LEVEL_STEP_DB) / 10);
    return difference / (1 + difference);
  });
}
