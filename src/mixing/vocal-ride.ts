import type { TimeRange } from './lead-changes.js';
import type { StripSettings } from './session.js';
import type { VocalBalance } from './vocal-balance.js';

/** Sections that differ by less need no ride. */
const TOLERATED_LU = 0.5;
/** A ride beyond that is heard as one. */
const LARGEST_RIDE_DB = 4;
/** The fader moves for so long around the border of two sections. */
const RAMP_SECONDS = 0.5;

/** A section of the song and how loud its voice is against its music. */
export type SectionRatio = { fromSeconds: number; toSeconds: number; ratioLu: number };

/** How loud the voice is against the music, section by section, where it sings. */
export function sectionRatios(
  balance: VocalBalance,
  sections: readonly TimeRange[],
): SectionRatio[] {
  return sections.flatMap((section) => {
    const ratioLu = balance.ratioLu(section);
    return ratioLu === undefined ? [] : [{ ...section, ratioLu }];
  });
}

/** The ride of the voice's fader that brings each section `amount` (0…1) of the way to `targetLu`. */
export function vocalRide(
  ratios: readonly SectionRatio[],
  { targetLu, amount }: { targetLu: number; amount: number },
): StripSettings['ride'] {
  const gains = ratios.map(({ ratioLu }) => rideDb(targetLu - ratioLu) * amount);
  if (gains.every((gain) => gain === 0)) return [];
  return ratios.flatMap(({ fromSeconds, toSeconds }, s) => [
    { seconds: Math.max(0, fromSeconds + RAMP_SECONDS / 2), gainDb: rounded(gains[s]) },
    { seconds: Math.max(0, toSeconds - RAMP_SECONDS / 2), gainDb: rounded(gains[s]) },
  ]);
}

function rideDb(missingLu: number): number {
  if (Math.abs(missingLu) < TOLERATED_LU) return 0;
  return Math.max(-LARGEST_RIDE_DB, Math.min(LARGEST_RIDE_DB, missingLu));
}

function rounded(gainDb: number): number {
  return Math.round(gainDb * 10) / 10;
}
