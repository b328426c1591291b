import type { Genre } from './target-spectra.js';
import type { MixRole } from './roles.js';

export const MIX_PRESET_NAMES = [
  ...['natural', 'pop', 'intimate', 'club', 'lo-fi', 'podcast'],
] as const;
export type MixPresetName = (typeof MIX_PRESET_NAMES)[number];

/** A way to mix. */
export interface MixPreset {
  genre: Genre;
  /** Loudness of the lead against all that is not sung, while it sings. Records since 1975 have about
   *  +1 (Gerdes & Siedenburg, "Lead-vocal level in recordings of popular music 1946–2020", 2023). */
  vocalToMusicLu: number;
  /** Added to the usual loudness of a role. */
  roleLu: Partial<Record<MixRole, number>>;
  /** How much of the usual compression, 0 … 2. */
  compression: number;
  /** How deep the music dips between 2 and 4 kHz under the voice. */
  duckingDb: number;
  /** The music under speech: turned down as a whole. */
  ducksAll: boolean;
  /** Levels of the lead into the effects; the other parts follow. */
  sends: { room?: number; hall?: number; delay?: number };
  room: { size: number; decaySeconds: number };
  hall: { size: number; decaySeconds: number; preDelayMs: number };
  saturation: Partial<Record<MixRole, { driveDb: number; mix: number }>>;
  /** Of stereo parts, against what they have. */
  width: number;
  master: {
    targetLufs: number;
    /** About as many dB are taken off the loudest passages by the glue compressor. */
    glueDb: number;
    clipperDb: number;
  };
}

const NATURAL: MixPreset = {
  genre: 'acoustic',
  vocalToMusicLu: 0.5,
  roleLu: {},
  compression: 0.6,
  duckingDb: 1,
  ducksAll: false,
  sends: { room: -15, hall: -24 },
  room: { size: 0.3, decaySeconds: 0.7 },
  hall: { size: 0.6, decaySeconds: 1.6, preDelayMs: 15 },
  saturation: {},
  width: 1,
  master: { targetLufs: -14, glueDb: 0, clipperDb: 0 },
};

export const MIX_PRESETS: Readonly<Record<MixPresetName, MixPreset>> = {
  natural: NATURAL,
  pop: {
    ...NATURAL,
    genre: 'pop',
    vocalToMusicLu: 1,
    compression: 1,
    duckingDb: 2.5,
    sends: { room: -18, hall: -17, delay: -24 },
    room: { size: 0.25, decaySeconds: 0.5 },
    hall: { size: 0.6, decaySeconds: 2, preDelayMs: 25 },
    saturation: { bass: { driveDb: 6, mix: 0.3 } },
    width: 1.15,
    master: { targetLufs: -14, glueDb: 1.5, clipperDb: 0 },
  },
  intimate: {
    ...NATURAL,
    vocalToMusicLu: 3,
    compression: 1.1,
    duckingDb: 3,
    sends: { room: -14, hall: -28 },
    room: { size: 0.15, decaySeconds: 0.4 },
    hall: { size: 0.5, decaySeconds: 1.2, preDelayMs: 10 },
    width: 0.9,
    master: { targetLufs: -16, glueDb: 0, clipperDb: 0 },
  },
  club: {
    ...NATURAL,
    genre: 'electronic',
    vocalToMusicLu: -0.5,
    roleLu: { drums: 1.5, bass: 1.5, percussion: 1 },
    compression: 1.3,
    duckingDb: 2,
    sends: { room: -22, hall: -16, delay: -20 },
    hall: { size: 0.8, decaySeconds: 2.4, preDelayMs: 30 },
    saturation: { bass: { driveDb: 9, mix: 0.4 } },
    width: 1.2,
    master: { targetLufs: -9, glueDb: 2, clipperDb: 3 },
  },
  'lo-fi': {
    ...NATURAL,
    genre: 'lo-fi',
    vocalToMusicLu: -0.5,
    compression: 1.3,
    duckingDb: 1,
    sends: { room: -12, hall: -22 },
    room: { size: 0.2, decaySeconds: 0.5 },
    saturation: {
      lead: { driveDb: 9, mix: 0.5 },
      drums: { driveDb: 9, mix: 0.5 },
      harmony: { driveDb: 9, mix: 0.5 },
      music: { driveDb: 9, mix: 0.5 },
    },
    width: 0.8,
    master: { targetLufs: -14, glueDb: 2, clipperDb: 0 },
  },
  podcast: {
    ...NATURAL,
    genre: 'speech',
    vocalToMusicLu: 14,
    compression: 1.4,
    duckingDb: 3,
    ducksAll: true,
    sends: {},
    master: { targetLufs: -16, glueDb: 0, clipperDb: 0 },
  },
};
