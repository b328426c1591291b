import { ORIGINAL_SINGER } from '../../../src/voices/voice.js';
import type { Voice } from '../api/types.js';
import type { Song } from './song.js';
import type { CoverSettings } from './cover-settings.js';

type Cast = CoverSettings['cast'];
/** A second singer, who has the lead in some stretches. */
type SecondLead = NonNullable<Cast['second']>;
/** A stretch of the song. */
export type TimeRange = SecondLead['at'][number];

/** Shorter ones are slips of the hand; the server refuses them. */
export const shortestRangeSeconds = 0.2;
/** What a second singer gets of a song whose length isn't known yet. */
const guessedSongSeconds = 60;

/** In place of a voice: nobody sings the part. */
export const leftOut = '';

/** Who sings the backing vocals: a voice's id, `original`, or `leftOut`. */
export function backingSinger({ cast, keepBacking }: CoverSettings): string {
  return cast.backing?.voice ?? (keepBacking ? ORIGINAL_SINGER : leftOut);
}

/** The settings with the backing vocals sung by `singer`. */
export function withBacking(settings: CoverSettings, singer: string): CoverSettings {
  const isVoice = singer !== leftOut && singer !== ORIGINAL_SINGER;
  const pitch = settings.cast.backing?.pitch ?? 'auto';
  return {
    ...settings,
    keepBacking: singer === ORIGINAL_SINGER,
    cast: { ...settings.cast, backing: isVoice ? { voice: singer, pitch } : undefined },
  };
}

/** The settings with a second lead sung by `singer`, at first in the third quarter of the song. */
export function withSecond(settings: CoverSettings, singer: string, song: Song): CoverSettings {
  const { second } = settings.cast;
  const changed = second ?? { pitch: 'auto' as const, gainDb: 0, at: [thirdQuarter(song)] };
  const cast = { ...settings.cast };
  cast.second = singer === leftOut ? undefined : { ...changed, voice: singer };
  return { ...settings, cast };
}

function thirdQuarter({ durationSeconds = guessedSongSeconds }: Song): TimeRange {
  const fromSeconds = tenths(durationSeconds / 2);
  return {
    fromSeconds,
    toSeconds: Math.max(fromSeconds + shortestRangeSeconds, tenths(0.75 * durationSeconds)),
  };
}

/** In the order of the song. */
export function inOrder(ranges: readonly TimeRange[]): TimeRange[] {
  return [...ranges].sort((a, b) => a.fromSeconds - b.fromSeconds);
}

export function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

/** "Kathleen & Kerstin": everybody who sings, each once. */
export function singersInWords(
  lead: string | undefined,
  { cast }: CoverSettings,
  voices: readonly Voice[],
): string {
  const ids = [lead, cast.second?.voice, cast.backing?.voice].filter((id) => id !== undefined);
  const names = ids.map((id) => singerName(id, voices));
  return [...new Set(names)].join(' & ') || '…';
}

function singerName(id: string, voices: readonly Voice[]): string {
  if (id === ORIGINAL_SINGER) return 'the original singer';
  return voices.find((voice) => voice.id === id)?.name ?? id;
}
