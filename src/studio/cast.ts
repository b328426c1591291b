import { InputError } from '../errors.js';
import type { TimeRange } from '../mixing/lead-changes.js';
import { ORIGINAL_SINGER, type Voice } from '../voices/voice.js';
import type { EngineChoice } from './engines.js';
import type { CoverRequest } from './requests.js';

/** Who sings one part of a cover. */
export interface Performer {
  /** Null: the original singer stays. */
  readonly voice: Voice | null;
  /** Null where nothing is converted. */
  readonly engine: EngineChoice | null;
  readonly pitch: 'auto' | number;
}

/** Who sings the parts of a cover: the lead, and what else is cast. */
export interface Cast {
  readonly lead: Performer;
  readonly backing?: Performer;
  readonly second?: Performer;
}

/** The parts that can be cast, the most prominent first. */
const castParts = ['lead', 'second', 'backing'] as const;
/** A part that can be cast. */
export type CastPart = (typeof castParts)[number];

/** A part with the one who sings it. */
export interface CastEntry extends Performer {
  readonly part: CastPart;
}

/** Looks up who is to sing.
 *  @param perform finds the voice of that id (and the engine that sings with it)
 *  @throws whatever `perform` throws */
export async function castOf(
  { voice, pitch, cast }: Pick<CoverRequest, 'voice' | 'pitch' | 'cast'>,
  perform: (id: string, part: CastPart) => Promise<Pick<Performer, 'voice' | 'engine'>>,
): Promise<Cast> {
  const performer = async (asked: { voice: string; pitch: 'auto' | number }, part: CastPart) => {
    const found =
      asked.voice === ORIGINAL_SINGER
        ? { voice: null, engine: null }
        : await perform(asked.voice, part);
    return { ...found, pitch: asked.pitch };
  };
  return {
    lead: await performer({ voice, pitch }, 'lead'),
    ...(cast.backing && { backing: await performer(cast.backing, 'backing') }),
    ...(cast.second && { second: await performer(cast.second, 'second') }),
  };
}

/** Everybody in `cast`, the lead first. */
export function castEntries(cast: Cast): CastEntry[] {
  return castParts.flatMap((part) => {
    const performer = cast[part];
    return performer ? [{ part, ...performer }] : [];
  });
}

/** "Kathleen & Kerstin": the voices that sing, each once; the original singer where none does. */
export function castNames(cast: Cast): string {
  const names = castEntries(cast).flatMap(({ voice }) => (voice ? [voice.name] : []));
  return [...new Set(names)].join(' & ') || 'original singer';
}

/** @throws InputError `range-outside-song` for a range that begins after the song's end */
export function requireWithinSong(ranges: readonly TimeRange[], songSeconds: number): void {
  const outside = ranges.find(({ fromSeconds }) => fromSeconds >= songSeconds);
  if (!outside) return;
  throw new InputError(
    'range-outside-song',
    `the second lead begins at ${outside.fromSeconds} s, the song ends at ${songSeconds.toFixed(1)} s`,
    { hint: 'Give ranges that lie within the song.' },
  );
}
