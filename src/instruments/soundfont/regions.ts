import { badFont } from './bad-font.js';
import type { FontModulator, FontRecords, FontZone } from './font-records.js';
import { combinedGenerator, GENERATOR, isInRange, type FontGenerator } from './generators.js';

/** A recording with its settings, for some keys and velocities of a preset. */
export interface Region {
  sampleIndex: number;
  /** The value of a generator, in the font's units. */
  value(id: FontGenerator): number;
  modulators: readonly FontModulator[];
  covers(key: number, velocity: number): boolean;
}

/** The regions of a preset, or undefined where the font has none.
 *  @param bank 128 holds drum kits
 *  @throws InputError `bad-sound-font` */
export function regionsOfPreset(
  { presets, instruments }: FontRecords,
  { bank, program }: { bank: number; program: number },
): Region[] | undefined {
  const preset = presets.find((each) => each.bank === bank && each.program === program);
  if (!preset) return undefined;
  return withGlobalZone(preset.zones, GENERATOR.instrument).flatMap((outer) => {
    const zones = instruments[outer.generators.get(GENERATOR.instrument) ?? -1];
    if (!zones)
      throw badFont(`its preset '${preset.name}' plays an instrument that it doesn't hold`);
    return withGlobalZone(zones, GENERATOR.sample).map((inner) => regionOf(outer, inner));
  });
}

/** The zones that play something, each with what the first zone, if it plays nothing, says for all. */
function withGlobalZone(zones: readonly FontZone[], target: FontGenerator): FontZone[] {
  const [first] = zones;
  const global = first && !first.generators.has(target) ? first : undefined;
  return zones
    .filter(({ generators }) => generators.has(target))
    .map(({ generators, modulators }) => ({
      generators: new Map([...(global?.generators ?? []), ...generators]),
      modulators: [...(global?.modulators ?? []), ...modulators],
    }));
}

function regionOf(outer: FontZone, inner: FontZone): Region {
  const covers = (key: number, velocity: number) =>
    [outer, inner].every(
      ({ generators }) =>
        isInRange(generators, GENERATOR.keyRange, key) &&
        isInRange(generators, GENERATOR.velocityRange, velocity),
    );
  return {
    sampleIndex: inner.generators.get(GENERATOR.sample) ?? -1,
    value: (id) => combinedGenerator(id, inner.generators, outer.generators),
    modulators: [...outer.modulators, ...inner.modulators],
    covers,
  };
}
