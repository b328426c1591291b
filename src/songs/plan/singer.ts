import type { SongPlan } from './song-plan.js';

/** What singers reach with ease, MIDI. */
const RANGES = {
  female: { lowest: 57, highest: 74 },
  male: { lowest: 46, highest: 65 },
  none: { lowest: 57, highest: 74 },
};

/** Where the melody of a singer may lie: the chosen voice's own range, or that of such voices. */
export function singerRange({ vocal, vocalRange }: SongPlan): { lowest: number; highest: number } {
  return vocalRange ?? RANGES[vocal];
}
