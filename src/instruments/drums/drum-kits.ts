import type { DrumLayer, DrumSound } from './drum-sound.js';

/** The drums that a kit is made of. */
type Drum =
  | 'kick'
  | 'snare'
  | 'rim'
  | 'clap'
  | 'closedHat'
  | 'openHat'
  | 'lowTom'
  | 'middleTom'
  | 'highTom'
  | 'crash'
  | 'ride'
  | 'cowbell'
  | 'tambourine'
  | 'shaker'
  | 'clave'
  | 'lowConga'
  | 'highConga';

export type DrumKit = Readonly<Record<Drum, DrumSound>>;

/** The drum of a General MIDI percussion key. */
export function drumOfKey(key: number): Drum {
  return KEYS[key] ?? (key < 35 ? 'kick' : 'shaker');
}

const KEYS: Readonly<Record<number, Drum>> = {
  ...{ 35: 'kick', 36: 'kick', 37: 'rim', 38: 'snare', 39: 'clap', 40: 'snare' },
  ...{ 41: 'lowTom', 43: 'lowTom', 45: 'middleTom', 47: 'middleTom', 48: 'highTom', 50: 'highTom' },
  ...{
    42: 'closedHat',
    44: 'closedHat',
    46: 'openHat',
    49: 'crash',
    52: 'crash',
    55: 'crash',
    57: 'crash',
  },
  ...{ 51: 'ride', 53: 'ride', 59: 'ride', 54: 'tambourine', 56: 'cowbell' },
  ...{ 60: 'highConga', 61: 'lowConga', 62: 'highConga', 63: 'highConga', 64: 'lowConga' },
  ...{ 65: 'highTom', 66: 'middleTom', 67: 'cowbell', 68: 'cowbell', 69: 'shaker', 70: 'shaker' },
  ...{ 75: 'clave', 76: 'clave', 77: 'clave', 82: 'shaker' },
};

/** The six oscillators of the TR-808's cymbals, as its service notes have them. */
const METAL_808 = [205.3, 304.4, 369.6, 522.7, 540, 800];
/** What larger and brighter cymbals sound like. */
const METAL_BRIGHT = METAL_808.map((hertz) => hertz * 1.83);

const metal = (lowHz: number, decay: number, level: number): DrumLayer => ({
  ...{ kind: 'metal', hertz: METAL_808, lowHz, decay, level },
});
const tom = (hertz: number, decay: number, pan: number): DrumSound => ({
  layers: [
    { kind: 'tone', hertz, drop: hertz * 0.5, dropSeconds: 0.035, decay, level: 0.75 },
    { kind: 'noise', lowHz: 200, highHz: 2500, decay: 0.03, level: 0.12 },
  ],
  pan,
});
const conga = (hertz: number, pan: number): DrumSound => ({
  layers: [
    { kind: 'tone', hertz, drop: hertz * 0.1, dropSeconds: 0.02, decay: 0.07, level: 0.6 },
    { kind: 'noise', lowHz: 900, highHz: 4000, decay: 0.006, level: 0.15 },
  ],
  pan,
});

/** What sounds alike in all electronic kits. */
const COMMON = {
  cowbell: {
    layers: [
      { kind: 'metal', hertz: [540, 800], lowHz: 500, highHz: 3200, decay: 0.016, level: 0.5 },
      { kind: 'metal', hertz: [540, 800], lowHz: 500, highHz: 2600, decay: 0.14, level: 0.32 },
    ],
    pan: 0.2,
  },
  tambourine: {
    layers: [
      { kind: 'noise', lowHz: 7000, decay: 0.07, level: 0.3 },
      { kind: 'metal', hertz: [3120, 4210, 5330, 6470], lowHz: 5500, decay: 0.09, level: 0.12 },
    ],
    pan: -0.25,
  },
  shaker: {
    layers: [
      { kind: 'noise', lowHz: 5000, highHz: 13_000, attack: 0.012, decay: 0.03, level: 0.32 },
    ],
    pan: -0.3,
  },
  clave: { layers: [{ kind: 'tone', hertz: 2500, decay: 0.018, level: 0.5 }], pan: 0.25 },
  lowConga: conga(185, -0.2),
  highConga: conga(275, 0.2),
} as const satisfies Partial<DrumKit>;

const KIT_808: DrumKit = {
  ...COMMON,
  kick: {
    layers: [
      {
        kind: 'tone',
        hertz: 49,
        drop: 120,
        dropSeconds: 0.011,
        decay: 0.26,
        level: 0.95,
        driveDb: 3,
      },
      { kind: 'noise', highHz: 3500, decay: 0.0015, level: 0.2 },
    ],
  },
  snare: {
    layers: [
      { kind: 'tone', hertz: 178, decay: 0.055, level: 0.5 },
      { kind: 'tone', hertz: 332, decay: 0.035, level: 0.28 },
      { kind: 'noise', lowHz: 1400, highHz: 11_000, decay: 0.075, level: 0.42 },
    ],
  },
  rim: {
    layers: [
      { kind: 'tone', hertz: 1720, decay: 0.007, level: 0.5 },
      { kind: 'tone', hertz: 470, decay: 0.007, level: 0.35 },
    ],
    pan: -0.15,
  },
  clap: {
    layers: [
      {
        kind: 'noise',
        lowHz: 600,
        highHz: 6000,
        peakHz: 1050,
        decay: 0.075,
        level: 0.28,
        bursts: [0, 0.0105, 0.021],
      },
    ],
    pan: 0.08,
  },
  closedHat: { layers: [metal(7200, 0.022, 0.5)], pan: 0.2, choke: 'hat' },
  openHat: { layers: [metal(7000, 0.14, 0.45)], pan: 0.2, choke: 'hat' },
  lowTom: tom(82, 0.16, -0.4),
  middleTom: tom(122, 0.14, 0),
  highTom: tom(165, 0.12, 0.4),
  crash: {
    layers: [metal(4800, 0.5, 0.36), { kind: 'noise', lowHz: 5000, decay: 0.35, level: 0.12 }],
    pan: -0.35,
  },
  ride: { layers: [metal(6000, 0.3, 0.24), metal(2600, 0.05, 0.16)], pan: 0.35 },
};

const KIT_909: DrumKit = {
  ...COMMON,
  kick: {
    layers: [
      { kind: 'tone', hertz: 51, drop: 210, dropSeconds: 0.022, decay: 0.13, level: 1, driveDb: 7 },
      { kind: 'noise', lowHz: 900, highHz: 6500, decay: 0.003, level: 0.35 },
    ],
  },
  snare: {
    layers: [
      { kind: 'tone', hertz: 186, drop: 120, dropSeconds: 0.012, decay: 0.06, level: 0.55 },
      { kind: 'tone', hertz: 272, drop: 100, dropSeconds: 0.01, decay: 0.04, level: 0.3 },
      { kind: 'noise', lowHz: 900, highHz: 14_000, decay: 0.085, level: 0.5 },
    ],
  },
  rim: {
    layers: [
      { kind: 'tone', hertz: 1120, decay: 0.006, level: 0.45 },
      { kind: 'tone', hertz: 555, decay: 0.006, level: 0.45 },
      { kind: 'noise', lowHz: 2500, decay: 0.003, level: 0.25 },
    ],
    pan: -0.15,
  },
  clap: {
    layers: [
      {
        kind: 'noise',
        lowHz: 800,
        highHz: 9000,
        peakHz: 1300,
        decay: 0.055,
        level: 0.26,
        bursts: [0, 0.009, 0.018, 0.026],
      },
    ],
    pan: 0.08,
  },
  closedHat: {
    layers: [
      { kind: 'metal', hertz: METAL_BRIGHT, lowHz: 7800, decay: 0.024, level: 0.4 },
      { kind: 'noise', lowHz: 8500, decay: 0.018, level: 0.2 },
    ],
    ...{ pan: 0.2, choke: 'hat' },
  },
  openHat: {
    layers: [
      { kind: 'metal', hertz: METAL_BRIGHT, lowHz: 7200, decay: 0.13, level: 0.34 },
      { kind: 'noise', lowHz: 8000, decay: 0.1, level: 0.16 },
    ],
    ...{ pan: 0.2, choke: 'hat' },
  },
  lowTom: tom(88, 0.13, -0.4),
  middleTom: tom(130, 0.11, 0),
  highTom: tom(182, 0.1, 0.4),
  crash: {
    layers: [
      { kind: 'metal', hertz: METAL_BRIGHT, lowHz: 4500, decay: 0.42, level: 0.28 },
      { kind: 'noise', lowHz: 4500, decay: 0.4, level: 0.2 },
    ],
    pan: -0.35,
  },
  ride: {
    layers: [
      { kind: 'metal', hertz: METAL_BRIGHT, lowHz: 5200, decay: 0.3, level: 0.2 },
      { kind: 'metal', hertz: METAL_808, lowHz: 3000, decay: 0.03, level: 0.25 },
    ],
    pan: 0.35,
  },
};

const KIT_LOFI: DrumKit = {
  ...KIT_808,
  kick: {
    layers: [
      { kind: 'tone', hertz: 58, drop: 90, dropSeconds: 0.02, decay: 0.1, level: 0.9, driveDb: 6 },
      { kind: 'noise', lowHz: 100, highHz: 1800, decay: 0.012, level: 0.2 },
    ],
  },
  snare: {
    layers: [
      {
        kind: 'tone',
        hertz: 205,
        drop: 40,
        dropSeconds: 0.02,
        decay: 0.05,
        level: 0.5,
        driveDb: 4,
      },
      { kind: 'noise', lowHz: 500, highHz: 5200, peakHz: 1700, decay: 0.07, level: 0.24 },
    ],
  },
  closedHat: {
    layers: [{ kind: 'noise', lowHz: 4500, highHz: 9000, decay: 0.018, level: 0.4 }],
    ...{ pan: 0.15, choke: 'hat' },
  },
  openHat: {
    layers: [{ kind: 'noise', lowHz: 4000, highHz: 8500, decay: 0.09, level: 0.34 }],
    ...{ pan: 0.15, choke: 'hat' },
  },
  ride: {
    layers: [
      { kind: 'metal', hertz: METAL_808, lowHz: 2500, highHz: 7000, decay: 0.2, level: 0.22 },
    ],
    pan: 0.3,
  },
};

/** Partials of hammered bronze: dense, and in no harmony. */
const BRONZE = [317, 465, 623, 842, 1137, 1471, 1893, 2417, 3061, 3877].map(
  (hertz) => hertz * 1.31,
);

const acousticTom = (hertz: number, pan: number): DrumSound => ({
  layers: [
    { kind: 'tone', hertz, drop: hertz * 0.22, dropSeconds: 0.05, decay: 0.15, level: 0.6 },
    { kind: 'tone', hertz: hertz * 1.59, decay: 0.06, level: 0.22 },
    { kind: 'tone', hertz: hertz * 2.14, decay: 0.035, level: 0.12 },
    { kind: 'noise', lowHz: 400, highHz: 5500, decay: 0.009, level: 0.35 },
  ],
  pan,
});

/** Skins, wires and bronze, as far as tones and noise go. */
const KIT_ACOUSTIC: DrumKit = {
  ...COMMON,
  kick: {
    layers: [
      {
        kind: 'tone',
        hertz: 58,
        drop: 55,
        dropSeconds: 0.02,
        decay: 0.085,
        level: 0.95,
        driveDb: 3,
      },
      { kind: 'tone', hertz: 96, drop: 60, dropSeconds: 0.012, decay: 0.03, level: 0.35 },
      { kind: 'noise', lowHz: 1500, highHz: 5200, decay: 0.004, level: 0.55 },
      { kind: 'noise', highHz: 320, decay: 0.05, level: 0.35 },
    ],
  },
  snare: {
    layers: [
      { kind: 'tone', hertz: 192, drop: 30, dropSeconds: 0.012, decay: 0.06, level: 0.5 },
      { kind: 'tone', hertz: 331, decay: 0.035, level: 0.26 },
      { kind: 'tone', hertz: 437, decay: 0.025, level: 0.14 },
      { kind: 'noise', lowHz: 1100, highHz: 12_500, peakHz: 4200, decay: 0.075, level: 0.22 },
      { kind: 'noise', lowHz: 250, highHz: 7000, decay: 0.012, level: 0.5 },
    ],
    pan: -0.05,
  },
  rim: {
    layers: [
      { kind: 'tone', hertz: 412, decay: 0.012, level: 0.3 },
      { kind: 'tone', hertz: 1710, decay: 0.009, level: 0.35 },
      { kind: 'noise', lowHz: 1200, highHz: 9000, decay: 0.006, level: 0.4 },
    ],
    pan: -0.1,
  },
  clap: KIT_909.clap,
  closedHat: {
    layers: [
      { kind: 'metal', hertz: BRONZE, lowHz: 5200, highHz: 14_000, decay: 0.026, level: 0.42 },
      { kind: 'noise', lowHz: 6500, highHz: 14_000, decay: 0.02, level: 0.32 },
    ],
    ...{ pan: 0.3, choke: 'hat' },
  },
  openHat: {
    layers: [
      { kind: 'metal', hertz: BRONZE, lowHz: 4200, highHz: 14_000, decay: 0.2, level: 0.34 },
      { kind: 'noise', lowHz: 6000, highHz: 14_000, decay: 0.16, level: 0.24 },
    ],
    ...{ pan: 0.3, choke: 'hat' },
  },
  lowTom: acousticTom(84, -0.45),
  middleTom: acousticTom(116, 0.05),
  highTom: acousticTom(158, 0.4),
  crash: {
    layers: [
      {
        kind: 'metal',
        hertz: BRONZE,
        lowHz: 1800,
        highHz: 12_000,
        attack: 0.006,
        decay: 0.55,
        level: 0.24,
      },
      { kind: 'noise', lowHz: 2600, highHz: 13_000, attack: 0.012, decay: 0.42, level: 0.3 },
    ],
    pan: -0.4,
  },
  ride: {
    layers: [
      { kind: 'metal', hertz: BRONZE, lowHz: 3000, highHz: 12_000, decay: 0.42, level: 0.16 },
      { kind: 'tone', hertz: 3220, decay: 0.06, level: 0.08 },
      { kind: 'noise', lowHz: 4000, decay: 0.008, level: 0.3 },
    ],
    pan: 0.4,
  },
};

/** The same, played with brushes: strokes instead of strikes. */
const KIT_BRUSHES: DrumKit = {
  ...KIT_ACOUSTIC,
  kick: {
    layers: [
      { kind: 'tone', hertz: 62, drop: 30, dropSeconds: 0.025, decay: 0.1, level: 0.8 },
      { kind: 'noise', highHz: 260, decay: 0.06, level: 0.3 },
    ],
  },
  snare: {
    layers: [
      { kind: 'noise', lowHz: 900, highHz: 9500, attack: 0.018, decay: 0.08, level: 0.42 },
      { kind: 'tone', hertz: 188, attack: 0.006, decay: 0.05, level: 0.14 },
    ],
    pan: -0.05,
  },
};

/** Canto's own kits. The last two stand in for recordings where only the small SoundFont is there. */
export const DRUM_KITS = {
  ...{ '808-kit': KIT_808, '909-kit': KIT_909, 'lofi-kit': KIT_LOFI },
  ...{ acoustic: KIT_ACOUSTIC, brushes: KIT_BRUSHES },
} as const;
