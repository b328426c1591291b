/** What platforms play at, and what they ask for (as they publish it, 2024): louder is turned down. */
export const MASTER_TARGETS = {
  spotify: { targetLufs: -14, ceilingDbtp: -1 },
  apple: { targetLufs: -16, ceilingDbtp: -1 },
  youtube: { targetLufs: -14, ceilingDbtp: -1 },
  tidal: { targetLufs: -14, ceilingDbtp: -1 },
  deezer: { targetLufs: -15, ceilingDbtp: -1 },
  amazon: { targetLufs: -14, ceilingDbtp: -2 },
  soundcloud: { targetLufs: -14, ceilingDbtp: -1 },
  podcast: { targetLufs: -16, ceilingDbtp: -1 },
  broadcast: { targetLufs: -23, ceilingDbtp: -1 },
  cd: { targetLufs: -11, ceilingDbtp: -0.3 },
  club: { targetLufs: -9, ceilingDbtp: -0.5 },
} as const;

export type MasterTarget = keyof typeof MASTER_TARGETS;
export const MASTER_TARGET_NAMES = Object.keys(MASTER_TARGETS) as [MasterTarget];
