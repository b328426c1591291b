import type { OutputFormat } from '../../../src/audio/output-format.js';
import type { MixPresetName } from '../../../src/mixing/mix-presets.js';

/** What can be set of a mix, besides its stems. */
export interface MixSettings {
  /** Whether Canto mixes, or the faders of the desk do. */
  manner: 'automatic' | 'hand';
  preset: MixPresetName;
  /** How far the automatic mix goes, 0…1. */
  amount: number;
  format: OutputFormat;
}

/** The same as the server's (a test compares them). */
export const defaultMix: MixSettings = {
  manner: 'automatic',
  preset: 'pop',
  amount: 0.7,
  format: 'wav',
};

/** Settings as they were stored by any earlier version of the page, completed with defaults. */
export function completeMix(stored: unknown): MixSettings {
  const known = (stored ?? {}) as Partial<MixSettings>;
  return {
    manner: known.manner ?? defaultMix.manner,
    preset: known.preset ?? defaultMix.preset,
    amount: known.amount ?? defaultMix.amount,
    format: known.format ?? defaultMix.format,
  };
}
