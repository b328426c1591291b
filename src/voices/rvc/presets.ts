/** All knobs of a conversion, set; see `rvc-settings.ts` for their ranges. */
export type RvcSettings = {
  /** How much of the features is taken from the voice's index. */
  indexRate: number;
  /** How far consonants and breath follow the index: 0.5 all the way, less protects them. */
  protect: number;
  /** Volume envelope: 0 the singer's loudness, 1 the voice's own. */
  rmsMix: number;
  /** How far the melody is drawn to the nearest notes. */
  autotune: number;
  /** Leaves silence silent, and converts only what sounds. */
  split: boolean;
  /** Which speaker of a voice of several. */
  speaker: number;
};

/** RVC's own defaults, and combinations for common cases. */
export const PRESETS = {
  default: { indexRate: 0.75, protect: 0.33, rmsMix: 0.25, autotune: 0, split: false, speaker: 0 },
  /** As near to the voice as its index brings it. */
  likeness: { indexRate: 1, protect: 0.5, rmsMix: 0.5, autotune: 0, split: false, speaker: 0 },
  /** Clear words: less of the index, consonants protected. */
  clarity: { indexRate: 0.4, protect: 0.2, rmsMix: 0.25, autotune: 0, split: true, speaker: 0 },
  /** Notes drawn to pitch, as pop productions do. */
  tuned: { indexRate: 0.75, protect: 0.33, rmsMix: 0.25, autotune: 0.8, split: false, speaker: 0 },
} satisfies Record<string, RvcSettings>;

export type RvcPreset = keyof typeof PRESETS;
