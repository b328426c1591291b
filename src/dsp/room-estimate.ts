/** What a room adds to a voice in one band. */
export interface RoomBand {
  readonly centreHz: number;
  /** Time in which its reverberation falls by 60 dB. */
  readonly decaySeconds: number;
  /** Power of the reverberation as it begins to decay, relative to what sounded: a mean whose
   *  memory fades by 60 dB in the decay time. */
  readonly level: number;
}

/** The room that a voice was recorded in, or given in the mix, as far as it can be heard. */
export interface Room {
  /** From low to high. */
  readonly bands: readonly RoomBand[];
  /** The decay time that fits all bands best. */
  readonly decaySeconds: number;
  /** Late reverberation, `LATE_SECONDS` after what sounded, relative to it. */
  readonly lateDb: number;
}

/** Reflections sooner than this belong to the sound; later ones blur it. */
export const LATE_SECONDS = 0.058;

/** Edges of the bands in which decays are followed: where voices have their energy. */
const BAND_EDGES_HZ = [250, 500, 1000, 2000, 4000];

/** Decay times that are tried: a quarter of a second (a voice's own notes decay in less) and on, by
 *  quarters of an octave, to 3.4 s. */
const DECAYS_SECONDS = Array.from({ length: 16 }, (_, i) => 0.25 * 2 ** (i / 4));

/** Bands may differ from the common decay time by so many steps: highs ring shorter. */
const MOST_STEPS_APART = 3;

/** No moment is softer than its reverberation, so the softest share of moments, relative to what
 *  sounded before them, are reverberation alone. */
const SOFTEST_SHARE = 0.1;

/** A decay time fits where many moments lie so near to that level: with the right one, the ratio
 *  stays put while the reverberation dies away. */
const AGREEMENT_DB = 2;

/** What is so much softer than the loud parts (a noise floor, a gate) says nothing of a room. */
const QUIETEST = 1e-4;
const FLOOR = 1e-7;
const LOUD_RANK = 0.95;

/** Ratios are counted in half decibels, from −80 dB to 40 dB. */
const STEP_DB = 0.5;
const LOWEST_DB = -80;
const HIGHEST_DB = 40;

/** Sums spectral power into the bands that `estimateRoom` looks at. */
export function roomBandEnergies(power: Float32Array, binHz: number): number[] {
  return BAND_EDGES_HZ.slice(1).map((highHz, band) => {
    const from = Math.ceil(BAND_EDGES_HZ[band] / binHz);
    const to = Math.min(power.length, Math.ceil(highHz / binHz));
    let sum = 0;
    for (let bin = from; bin < to; bin++) sum += power[bin];
    return sum;
  });
}

/** Finds the room blindly, from how far the voice ever falls below what sounded before: decay
 *  time and level of late reverberation (for the model see Habets, "Single- and multi-microphone
 *  speech dereverberation using spectral enhancement", 2007; the estimate is our own). Silence has
 *  a room of level 0.
 *  @param energies one series of frame energies for each of `roomBandEnergies` */
export function estimateRoom(energies: readonly Float32Array[], framesPerSecond: number): Room {
  const fits = energies.map((band) =>
    DECAYS_SECONDS.map((seconds) => fitDecay(band, seconds, framesPerSecond)),
  );
  const agreements = fits.map((band) => smoothed(band.map(({ agreement }) => agreement)));
  const common = indexOfMax(DECAYS_SECONDS.map((_, i) => mean(agreements.map((band) => band[i]))));
  const bands = agreements.map((agreement, b) => {
    const step = bestNear(agreement, common);
    const centreHz = Math.sqrt(BAND_EDGES_HZ[b] * BAND_EDGES_HZ[b + 1]);
    return { centreHz, decaySeconds: DECAYS_SECONDS[step], level: fits[b][step].level };
  });
  return { bands, decaySeconds: DECAYS_SECONDS[common], lateDb: mean(bands.map(lateDb)) };
}

interface DecayFit {
  level: number;
  /** Share of the moments that lie at that level. */
  agreement: number;
}

/** The softest ratios between `energies` and their own past, decayed. */
function fitDecay(energies: Float32Array, seconds: number, framesPerSecond: number): DecayFit {
  const loud = quantile(energies, LOUD_RANK);
  const memory = decayPerFrame(seconds, framesPerSecond);
  const delay = Math.round(LATE_SECONDS * framesPerSecond);
  const counts = new Uint32Array((HIGHEST_DB - LOWEST_DB) / STEP_DB + 1);
  let past = 0;
  for (let t = delay; t < energies.length; t++) {
    past = memory * past + (1 - memory) * energies[t - delay];
    const expected = past * memory ** delay;
    if (expected <= loud * QUIETEST) continue;
    const ratioDb = 10 * Math.log10(Math.max(energies[t], loud * FLOOR) / expected);
    const step = Math.round((ratioDb - LOWEST_DB) / STEP_DB);
    counts[Math.min(counts.length - 1, Math.max(0, step))]++;
  }
  return softest(counts);
}

function softest(counts: Uint32Array): DecayFit {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { level: 0, agreement: 0 };
  let below = 0;
  const step = counts.findIndex((count) => (below += count) >= SOFTEST_SHARE * total);
  const reach = AGREEMENT_DB / STEP_DB;
  const near = counts.subarray(Math.max(0, step - reach), step + reach + 1);
  return {
    level: 10 ** ((LOWEST_DB + step * STEP_DB) / 10),
    agreement: near.reduce((sum, count) => sum + count, 0) / total,
  };
}

/** The factor by which power falls from frame to frame. */
export function decayPerFrame(decaySeconds: number, framesPerSecond: number): number {
  return 10 ** (-6 / (decaySeconds * framesPerSecond));
}

function lateDb({ level, decaySeconds }: RoomBand): number {
  const levelDb = Math.max(LOWEST_DB, 10 * Math.log10(level));
  return levelDb - (60 * LATE_SECONDS) / decaySeconds;
}

function smoothed(values: readonly number[]): number[] {
  const last = values.length - 1;
  return values.map(
    (value, i) => (values[Math.max(0, i - 1)] + 2 * value + values[Math.min(last, i + 1)]) / 4,
  );
}

function bestNear(agreement: readonly number[], common: number): number {
  const from = Math.max(0, common - MOST_STEPS_APART);
  return from + indexOfMax(agreement.slice(from, common + MOST_STEPS_APART + 1));
}

function quantile(values: Float32Array, rank: number): number {
  return values.slice().sort()[Math.floor(rank * (values.length - 1))] ?? 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function indexOfMax(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
