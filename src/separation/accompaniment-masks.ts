import { LEVEL_STEP_DB } from '../dsp/levels.js';
import type { MidSideMasks, SectionSpectra } from './section-spectra.js';
import { medianAlongColumns, medianAlongRows, type BytePlane } from '../dsp/median-filter.js';

/** Median spans: 0.4 s along time, 180 Hz along frequency (FitzGerald 2010 takes 17 of each). */
const SUSTAINED_FRAMES = 17;
const PERCUSSIVE_BINS = 17;

/** The bass is what is sustained below this; it fades out over the octave above. */
const BASS_LIMIT_HZ = 160;

/** Shares of drums (percussive) and bass (sustained and low) in what is not the voice; the rest is
 *  for other instruments. */
export function maskAccompaniment(
  { mid, side }: SectionSpectra,
  sampleRate: number,
): Record<'drums' | 'bass', MidSideMasks> {
  const ofMid = maskChannel(mid.levels, sampleRate);
  const ofSide = maskChannel(side.levels, sampleRate);
  return {
    drums: { mid: ofMid.drums, side: ofSide.drums },
    bass: { mid: ofMid.bass, side: ofSide.bass },
  };
}

function maskChannel(levels: BytePlane, sampleRate: number) {
  const sustained = medianAlongColumns(levels, SUSTAINED_FRAMES).values;
  const percussive = medianAlongRows(levels, PERCUSSIVE_BINS).values;
  const lowness = bassBand(levels.columns, sampleRate);
  const percussiveShare = wienerShares();
  const drums = new Float32Array(percussive.length);
  const bass = new Float32Array(percussive.length);
  for (let i = 0; i < drums.length; i++) {
    drums[i] = percussiveShare[percussive[i] - sustained[i] + 255];
    bass[i] = (1 - drums[i]) * lowness[i % levels.columns];
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
