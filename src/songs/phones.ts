/** How one phone is made. Levels are relative to a vowel's. */
export interface Phone {
  vowel: boolean;
  /** Glottal pulses, 0…1. */
  voicing: number;
  /** Breath through the whole tract, 0…1. */
  aspiration: number;
  /** Noise at the teeth or lips, 0…1. */
  frication: number;
  fricationHz: number;
  /** F1…F5. */
  formantsHz: readonly number[];
}

/** F4 and F5 stand close to F3: the singer's formant (Sundberg, 1974). */
const UPPER_FORMANTS_HZ = [3250, 3900];

const vowel = (...formantsHz: number[]): Phone => ({
  vowel: true,
  voicing: 1,
  aspiration: 0,
  frication: 0,
  fricationHz: 5000,
  formantsHz: [...formantsHz, ...UPPER_FORMANTS_HZ],
});

const consonant = (voicing: number, formantsHz: number[], noise: Partial<Phone> = {}): Phone => ({
  ...vowel(...formantsHz),
  vowel: false,
  voicing,
  ...noise,
});

/** ARPAbet, as far as our songs need it. Formants of men's vowels after Peterson & Barney (1952). */
export const phones: Readonly<Record<string, Phone>> = {
  AA: vowel(730, 1090, 2440),
  AE: vowel(660, 1720, 2410),
  AH: vowel(620, 1190, 2390),
  AO: vowel(570, 840, 2410),
  EH: vowel(530, 1840, 2480),
  ER: vowel(490, 1350, 1690),
  IH: vowel(390, 1990, 2550),
  IY: vowel(290, 2250, 2950),
  OW: vowel(480, 900, 2350),
  UW: vowel(310, 870, 2240),
  M: consonant(0.4, [250, 1000, 2200]),
  N: consonant(0.4, [250, 1500, 2500]),
  NG: consonant(0.4, [250, 2100, 2600]),
  L: consonant(0.6, [350, 1000, 2700]),
  R: consonant(0.6, [340, 1150, 1600]),
  W: consonant(0.6, [300, 650, 2200]),
  DH: consonant(0.35, [300, 1300, 2500], { frication: 0.15, fricationHz: 6000 }),
  V: consonant(0.35, [280, 1100, 2300], { frication: 0.2, fricationHz: 5000 }),
  Z: consonant(0.3, [280, 1600, 2500], { frication: 0.6, fricationHz: 6500 }),
  S: consonant(0, [300, 1600, 2500], { frication: 1, fricationHz: 7000 }),
  D: consonant(0.12, [250, 1700, 2600], { frication: 0.25, fricationHz: 4000 }),
  T: consonant(0, [300, 1700, 2600], { frication: 0.6, fricationHz: 4500 }),
  K: consonant(0, [300, 1900, 2400], { frication: 0.5, fricationHz: 2200 }),
  HH: consonant(0, [550, 1400, 2450], { aspiration: 1 }),
  SIL: consonant(0, [500, 1500, 2500]),
};
