import type { CoverRequest } from '../../../src/studio/requests.js';
import { PRESETS, type RvcPreset, type RvcSettings } from '../../../src/voices/rvc/presets.js';

/** What "Advanced settings" hold: everything of a cover but the song and the voice. */
export type CoverSettings = Pick<
  CoverRequest,
  | 'pitch'
  | 'songTranspose'
  | 'formant'
  | 'strength'
  | 'dereverb'
  | 'reverb'
  | 'vocalGainDb'
  | 'instrumentalGainDb'
  | 'backingGainDb'
  | 'keepBacking'
  | 'cast'
  | 'format'
  | 'seed'
  | 'preset'
  | 'pitchEngine'
  | 'breathiness'
  | 'scale'
  | 'keepLoudness'
> &
  RvcKnobs;

/** What voices of RVC can be set by. */
export type RvcKnobs = Omit<RvcSettings, 'speaker'>;

/** The same as the server's (a test compares them). */
export const defaultSettings: CoverSettings = {
  pitch: 'auto',
  songTranspose: 0,
  formant: 0,
  strength: 1,
  dereverb: 1,
  reverb: { room: 0.4, decaySeconds: 1.4, damping: 0.5, wet: 0.15, match: 1 },
  vocalGainDb: 0,
  instrumentalGainDb: 0,
  backingGainDb: 0,
  keepBacking: false,
  cast: {},
  format: 'wav',
  seed: 1,
  preset: 'default',
  pitchEngine: undefined,
  breathiness: 1,
  scale: 'chromatic',
  keepLoudness: 1,
  ...knobsOf('default'),
};

/** The knobs as a preset has them. */
export function knobsOf(preset: RvcPreset): RvcKnobs {
  const { speaker: _, ...knobs } = PRESETS[preset];
  return knobs;
}

/** Settings as they were stored by any earlier version of the page, completed with defaults. */
export function completeSettings(stored: unknown): CoverSettings {
  const known = (stored ?? {}) as Partial<CoverSettings>;
  const kept = Object.entries(known).filter(([key]) => key in defaultSettings);
  return {
    ...defaultSettings,
    ...(known.preset && known.preset in PRESETS && knobsOf(known.preset)),
    ...(Object.fromEntries(kept) as Partial<CoverSettings>),
    reverb: { ...defaultSettings.reverb, ...known.reverb },
  };
}

/** What the cast's panel shows. */
const castKeys: readonly (keyof CoverSettings)[] = ['cast', 'keepBacking', 'backingGainDb'];

/** The defaults of all settings but the cast's. */
export function withDefaults({ cast, keepBacking, backingGainDb }: CoverSettings): CoverSettings {
  return { ...defaultSettings, cast, keepBacking, backingGainDb };
}

/** How many settings differ from their defaults; the cast has a panel of its own. */
export function changedSettings(settings: CoverSettings): number {
  return Object.keys(defaultSettings).filter((key) => {
    const name = key as keyof CoverSettings;
    if (castKeys.includes(name)) return false;
    return JSON.stringify(settings[name]) !== JSON.stringify(defaultSettings[name]);
  }).length;
}
