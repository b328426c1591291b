/** In place of a voice's id: whoever sings already. No voice may have this id. */
export const ORIGINAL_SINGER = 'original';

/** Where a voice comes from and what may be done with it; goes into every output's metadata. */
export interface VoiceProvenance {
  /** "CC0-1.0", "CC-BY-4.0", "private", … */
  licence: string;
  /** Who spoke or sang, and where the recordings are from. */
  source: string;
  /** The owner's own statement, for cloned voices. */
  consent?: string;
}

/** The notes that a voice is at home in, when it sings. Of a voice that was recorded speaking, an
 *  estimate (`singingRange`). */
export type VoiceRange = {
  /** 5th percentile of the voiced F0, Hz. */
  lowHz: number;
  medianHz: number;
  /** 95th percentile, Hz. */
  highHz: number;
};

/** A voice of the library. `file` holds what its engine needs. */
export interface Voice {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** BCP 47, of the recordings. */
  readonly language: string;
  /** The engine that this voice was made for. */
  readonly engine: string;
  readonly origin: 'built-in' | 'cloned' | 'blended' | 'imported';
  readonly provenance: VoiceProvenance;
  readonly range: VoiceRange;
  /** Of a blended voice: what it was made of, and the share of the second parent. */
  readonly blend?: {
    readonly parents: { id: string; name: string; licence: string }[];
    readonly mix: number;
  };
  /** Absolute path of the profile. */
  readonly file: string;
  /** sha256 of `file`, or of its manifest where that holds the hash of the rest: part of every
   *  result's key. */
  readonly sha256: string;
}
