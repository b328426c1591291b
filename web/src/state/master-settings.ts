import type { OutputFormat } from '../../../src/audio/output-format.js';
import { MASTER_TARGETS } from '../../../src/mixing/master-targets.js';

/** What can be set of a master, besides the mix and its reference. */
export interface MasterSettings {
  targetLufs: number;
  ceilingDbtp: number;
  /** How much equalizing and compression there is beside the limiter, 0…1. */
  amount: number;
  format: OutputFormat;
}

/** What services and places play at. Those that want the same are one. */
export const platforms = [
  { id: 'spotify', title: 'Spotify, YouTube, Tidal', ...MASTER_TARGETS.spotify },
  { id: 'apple', title: 'Apple Music, podcasts', ...MASTER_TARGETS.apple },
  { id: 'amazon', title: 'Amazon Music', ...MASTER_TARGETS.amazon },
  { id: 'deezer', title: 'Deezer', ...MASTER_TARGETS.deezer },
  { id: 'broadcast', title: 'Broadcast (EBU R 128)', ...MASTER_TARGETS.broadcast },
  { id: 'cd', title: 'CD', ...MASTER_TARGETS.cd },
  { id: 'club', title: 'Club', ...MASTER_TARGETS.club },
] as const;
/** One of `platforms`, by id; `own` for other values. */
export type PlatformId = (typeof platforms)[number]['id'] | 'own';

/** The same as the server's (a test compares them). */
export const defaultMaster: MasterSettings = {
  ...MASTER_TARGETS.spotify,
  amount: 0.5,
  format: 'wav',
};

/** Settings as they were stored by any earlier version of the page, completed with defaults. */
export function completeMaster(stored: unknown): MasterSettings {
  const known = (stored ?? {}) as Partial<MasterSettings>;
  return {
    targetLufs: known.targetLufs ?? defaultMaster.targetLufs,
    ceilingDbtp: known.ceilingDbtp ?? defaultMaster.ceilingDbtp,
    amount: known.amount ?? defaultMaster.amount,
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
