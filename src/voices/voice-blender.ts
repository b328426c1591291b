import type { VoiceRange } from './voice.js';
import type { VoiceManifest } from './voice-file.js';

/** Small changes to a voice, for when a mix alone isn't new enough. */
export interface TimbreOffset {
  /** Semitones that the formants move by: up is smaller and brighter. */
  formant: number;
  /** Slope that is laid over the spectrum, dB per octave: up is brighter. */
  tiltDb: number;
}

/** A parent of a blend, or a voice that it is to differ from. */
export interface BlendedVoice {
  readonly path: string;
  readonly manifest: VoiceManifest;
}

/** What a search for a voice unlike all others found. */
export interface UniqueBlend {
  readonly mix: number;
  readonly offset: TimbreOffset;
}

/** How voices of one engine are blended. Register in `voice-blenders.ts`. */
export interface VoiceBlender {
  /** Id of the engine. */
  readonly engine: string;
  /** The body of the voice file between `parents`, and how it was made, in words, where that isn't
   *  the usual way.
   *  @param options.mix share of the second one, 0…1: 0 and 1 are the parents themselves
   *  @param options.offset only from `findUnique`
   *  @throws InputError that says why they can't be blended */
  blend(
    parents: readonly [BlendedVoice, BlendedVoice],
    options: { mix: number; offset?: TimbreOffset },
  ): Promise<{ body: Uint8Array; how?: string }>;
  /** The blend nearest to `mix` that is at least `distance` from each of `others`; absent where
   *  voices of the engine can't be compared.
   *  @throws InputError `no-unique-blend` with what could be reached */
  findUnique?(
    parents: readonly [BlendedVoice, BlendedVoice],
    options: { mix: number; distance: number; others: readonly BlendedVoice[] },
  ): Promise<UniqueBlend>;
}

/** Between two ranges: the mean of their pitches in semitones, by `mix`. */
export function mixRanges(a: VoiceRange, b: VoiceRange, mix: number): VoiceRange {
  const between = (from: number, to: number) => Math.round(10 * from ** (1 - mix) * to ** mix) / 10;
  return {
    lowHz: between(a.lowHz, b.lowHz),
    medianHz: between(a.medianHz, b.medianHz),
    highHz: between(a.highHz, b.highHz),
  };
}
