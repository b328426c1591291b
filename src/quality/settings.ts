import type { SettingFix } from './quality-report.js';

/** The settings that mend something, by the kind of job that has them: their names in requests, and
 *  their options on the command line. */
const LOUDNESS = { targetLufs: '--lufs', ceilingDbtp: '--ceiling' };
const VOICE = { dereverb: '--dereverb', pitchEngine: '--pitch-engine', strength: '--strength' };
const SETTINGS: { readonly [kind: string]: { readonly [name: string]: string } } = {
  cover: {
    ...LOUDNESS,
    ...VOICE,
    vocalGainDb: '--vocal-gain',
    wet: '--wet',
    separator: '--separator',
  },
  conversion: VOICE,
  separation: { separator: '--engine' },
  master: LOUDNESS,
  mix: LOUDNESS,
  song: LOUDNESS,
};

/** The setting `name` of jobs of that kind, or null where they have none.
 *  @param value what to set it to */
export function settingOf(
  kind: string,
  name: string,
  value: SettingFix['value'] = null,
): SettingFix | null {
  const option = SETTINGS[kind]?.[name];
  return option === undefined ? null : { name, option, value };
}
