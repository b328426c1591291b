/** The generators that are understood, by their number (SoundFont 2.04, section 8.1.2). */
export const GENERATOR = {
  startOffset: 0,
  endOffset: 1,
  loopStartOffset: 2,
  loopEndOffset: 3,
  startCoarseOffset: 4,
  modLfoToPitch: 5,
  vibratoToPitch: 6,
  modEnvelopeToPitch: 7,
  filterCutoff: 8,
  filterQ: 9,
  modLfoToFilter: 10,
  modEnvelopeToFilter: 11,
  endCoarseOffset: 12,
  modLfoToVolume: 13,
  pan: 17,
  modLfoDelay: 21,
  modLfoFrequency: 22,
  vibratoDelay: 23,
  vibratoFrequency: 24,
  modDelay: 25,
  modAttack: 26,
  modHold: 27,
  modDecay: 28,
  modSustain: 29,
  modRelease: 30,
  keyToModHold: 31,
  keyToModDecay: 32,
  volumeDelay: 33,
  volumeAttack: 34,
  volumeHold: 35,
  volumeDecay: 36,
  volumeSustain: 37,
  volumeRelease: 38,
  keyToVolumeHold: 39,
  keyToVolumeDecay: 40,
  instrument: 41,
  keyRange: 43,
  velocityRange: 44,
  loopStartCoarseOffset: 45,
  fixedKey: 46,
  fixedVelocity: 47,
  attenuation: 48,
  loopEndCoarseOffset: 50,
  coarseTune: 51,
  fineTune: 52,
  sample: 53,
  sampleModes: 54,
  scaleTuning: 56,
  exclusiveClass: 57,
  rootKey: 58,
} as const;

export type FontGenerator = (typeof GENERATOR)[keyof typeof GENERATOR];

/** Timecents of "at once": under a millisecond. */
const INSTANT = -12_000;

/** What isn't said is this; everything else is 0. */
const DEFAULTS: ReadonlyMap<FontGenerator, number> = new Map([
  [GENERATOR.filterCutoff, 13_500],
  ...[GENERATOR.modLfoDelay, GENERATOR.vibratoDelay].map((id) => [id, INSTANT] as const),
  ...[GENERATOR.modDelay, GENERATOR.modAttack, GENERATOR.modHold].map(
    (id) => [id, INSTANT] as const,
  ),
  ...[GENERATOR.modDecay, GENERATOR.modRelease].map((id) => [id, INSTANT] as const),
  ...[GENERATOR.volumeDelay, GENERATOR.volumeAttack].map((id) => [id, INSTANT] as const),
  ...[GENERATOR.volumeHold, GENERATOR.volumeDecay].map((id) => [id, INSTANT] as const),
  [GENERATOR.volumeRelease, INSTANT],
  [GENERATOR.fixedKey, -1],
  [GENERATOR.fixedVelocity, -1],
  [GENERATOR.scaleTuning, 100],
  [GENERATOR.rootKey, -1],
]);

/** Generators that presets can't add to: they concern the sample itself. */
const OF_SAMPLES: ReadonlySet<FontGenerator> = new Set([
  ...[GENERATOR.startOffset, GENERATOR.endOffset, GENERATOR.loopStartOffset],
  ...[GENERATOR.loopEndOffset, GENERATOR.startCoarseOffset, GENERATOR.endCoarseOffset],
  ...[GENERATOR.loopStartCoarseOffset, GENERATOR.loopEndCoarseOffset, GENERATOR.fixedKey],
  ...[GENERATOR.fixedVelocity, GENERATOR.sampleModes, GENERATOR.exclusiveClass],
  ...[GENERATOR.rootKey, GENERATOR.keyRange, GENERATOR.velocityRange, GENERATOR.sample],
]);

type Generators = ReadonlyMap<FontGenerator, number>;

/** The value of `id`, as the instrument's zone says and the preset's zone adds to it. */
export function combinedGenerator(
  id: FontGenerator,
  instrument: Generators,
  preset: Generators,
): number {
  const value = instrument.get(id) ?? DEFAULTS.get(id) ?? 0;
  return OF_SAMPLES.has(id) ? value : value + (preset.get(id) ?? 0);
}

/** Whether a zone's range `id` holds `value`; a range has its lower end in its lower byte. */
export function isInRange(generators: Generators, id: FontGenerator, value: number): boolean {
  const range = generators.get(id);
  if (range === undefined) return true;
  return value >= (range & 0xff) && value <= ((range >> 8) & 0xff);
}

export function secondsOfTimecents(timecents: number): number {
  return timecents <= INSTANT ? 0 : 2 ** (timecents / 1200);
}

/** Hz of absolute cents: 0 is 8.176 Hz. */
export function hertzOfCents(cents: number): number {
  return 8.175_798_915_643_707 * 2 ** (cents / 1200);
}
