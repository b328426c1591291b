import type { OutputFormat } from '../../../src/audio/output-format.js';

/** What can be set of a master, besides the mix and its reference. */
export interface MasterSettings {
  targetLufs: number;
  ceilingDbtp: number;
  format: OutputFormat;
}

/** What services and places play at. */
export const platforms = [
  { id: 'spotify', title: 'Spotify, YouTube', targetLufs: -14, ceilingDbtp: -1 },
  { id: 'apple', title: 'Apple Music', targetLufs: -16, ceilingDbtp: -1 },
  { id: 'amazon', title: 'Amazon Music', targetLufs: -14, ceilingDbtp: -2 },
  { id: 'podcast', title: 'Podcast', targetLufs: -16, ceilingDbtp: -1 },
  { id: 'broadcast', title: 'Broadcast (EBU R 128)', targetLufs: -23, ceilingDbtp: -1 },
  { id: 'club', title: 'Club', targetLufs: -9, ceilingDbtp: -1 },
] as const;
/** One of `platforms`, by id; `own` for other values. */
export type PlatformId = (typeof platforms)[number]['id'] | 'own';

/** The same as the server's (a test compares them). */
export const defaultMaster: MasterSettings = { targetLufs: -14, ceilingDbtp: -1, format: 'wav' };

/** Settings as they were stored by any earlier version of the page, completed with defaults. */
export function completeMaster(stored: unknown): MasterSettings {
  const known = (stored ?? {}) as Partial<MasterSettings>;
  return {
    targetLufs: known.targetLufs ?? defaultMaster.targetLufs,
    ceilingDbtp: known.ceilingDbtp ?? defaultMaster.ceilingDbtp,
    format: known.format ?? defaultMaster.format,
  };
}

/** The platform whose values are set. */
export function platformOf({ targetLufs, ceilingDbtp }: MasterSettings): PlatformId {
  const found = platforms.find(
    (platform) => platform.targetLufs === targetLufs && platform.ceilingDbtp === ceilingDbtp,
  );
  return found?.id ?? 'own';
}
