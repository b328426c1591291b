import { audioData, toStereo } from '../../audio/audio-data.js';
import { Biquad, highPass, highShelf, peaking } from '../../dsp/biquad.js';
import { dbToGain } from '../../dsp/decibels.js';
import type { InstrumentEntry } from '../entry.js';
import { fadeEnd } from '../fade-end.js';
import type { Instrument } from '../instrument.js';
import { playNotes, type NotePlayer } from '../note-player.js';
import { amplify, type AmplifierSettings } from './amplifier.js';
import { pluck, PLUCK_VELOCITY_POWER, type StringSettings } from './pluck.js';

/** What a string's sound goes through. */
interface Model {
  string: StringSettings;
  gainDb: number;
  body?: Body;
  amplifier?: AmplifierSettings;
}

/** The air and the wood: resonances as [Hz, dB, Q], and how much of the highest notes they keep. */
interface Body {
  lowestHertz: number;
  resonances: readonly (readonly [hertz: number, gainDb: number, q: number])[];
  trebleDb: number;
}

const TAKES = 2;
const TREBLE_HERTZ = 5000;

const STEEL_BODY: Body = {
  lowestHertz: 75,
  resonances: [
    ...[[104, 6, 5] as const, [196, 5, 7] as const, [288, 2, 8] as const, [415, 3, 6] as const],
    ...[[720, -3, 2] as const, [1900, 2, 1.5] as const, [3400, 3, 2] as const],
  ],
  trebleDb: -2,
};

const NYLON_BODY: Body = {
  lowestHertz: 70,
  resonances: [
    ...[[98, 6, 5] as const, [188, 6, 6] as const, [245, 3, 8] as const, [380, 3, 6] as const],
    ...[[1100, -2, 1.5] as const, [2400, 1, 1.5] as const],
  ],
  trebleDb: -7,
};

/** Decay times at the lowest E of a guitar, of the fundamental and of 4 kHz; both fall with pitch. */
function decays(
  atE2: number,
  bright: number,
  { power = 0.55, brightPower = 0.3 } = {},
): StringSettings['ringing'] {
  return (hertz) => ({
    decaySeconds: atE2 * (82.4 / hertz) ** power,
    brightDecaySeconds: bright * (82.4 / hertz) ** brightPower,
  });
}

const STEEL: StringSettings = {
  ringing: decays(9, 1.5),
  muted: { decaySeconds: 0.35, brightDecaySeconds: 0.06 },
  releaseSeconds: 0.16,
  pluckAt: 0.19,
  pluckHertz: [1400, 7000],
  noise: 0.9,
  spreadCents: 1.4,
};

const NYLON: StringSettings = {
  ringing: decays(5.5, 0.45),
  muted: { decaySeconds: 0.3, brightDecaySeconds: 0.05 },
  releaseSeconds: 0.18,
  pluckAt: 0.24,
  pluckHertz: [900, 3200],
  noise: 0.35,
  spreadCents: 1,
};

const ELECTRIC: StringSettings = {
  ringing: decays(11, 1.7),
  muted: { decaySeconds: 0.28, brightDecaySeconds: 0.05 },
  releaseSeconds: 0.1,
  pluckAt: 0.14,
  pickupAt: 0.21,
  pluckHertz: [1500, 6000],
  noise: 0.5,
};

/** Fitted to recordings of flat-wound strings on an electric guitar with both pickups. */
const FLATWOUND: StringSettings = {
  ringing: decays(11.9, 0.154, { power: 0.57, brightPower: 0.12 }),
  muted: { decaySeconds: 0.25, brightDecaySeconds: 0.04 },
  releaseSeconds: 0.12,
  pluckAt: 0.28,
  pickupAt: 0.137,
  pluckHertz: [344, 607],
  noise: 0.7,
  spreadCents: 0.7,
};

const BASS: StringSettings = {
  ringing: decays(6, 0.32),
  muted: { decaySeconds: 0.3, brightDecaySeconds: 0.04 },
  releaseSeconds: 0.08,
  pluckAt: 0.22,
  pickupAt: 0.17,
  pluckHertz: [500, 1900],
  noise: 0.2,
};

const MODELS = {
  'acoustic-guitar': { string: STEEL, body: STEEL_BODY, gainDb: -21 },
  'nylon-guitar': { string: NYLON, body: NYLON_BODY, gainDb: -15 },
  'jazz-guitar': {
    string: FLATWOUND,
    gainDb: -3,
    body: {
      lowestHertz: 45,
      resonances: [
        [700, -4.3, 0.8],
        [2200, -2.5, 0.7],
      ],
      trebleDb: -5,
    },
  },
  ukulele: {
    string: { ...NYLON, ringing: decays(3.2, 0.4), pluckAt: 0.3, releaseSeconds: 0.12 },
    gainDb: -11,
    body: {
      lowestHertz: 150,
      resonances: [
        [235, 6, 5],
        [430, 5, 6],
        [900, 2, 3],
      ],
      trebleDb: -5,
    },
  },
  mandolin: {
    // Its strings are in pairs.
    string: { ...STEEL, ringing: decays(6, 1.1), pluckAt: 0.13, noise: 1.1, spreadCents: 5 },
    gainDb: -15,
    body: {
      lowestHertz: 130,
      resonances: [
        [220, 5, 5],
        [480, 5, 5],
        [1300, 3, 2],
      ],
      trebleDb: 0,
    },
  },
  'electric-guitar': {
    string: ELECTRIC,
    gainDb: -8,
    amplifier: { driveDb: 4, tightHertz: 90, outputDb: -16, speakerHertz: 5200 },
  },
  'muted-guitar': {
    string: { ...ELECTRIC, ringing: () => ELECTRIC.muted },
    gainDb: -5,
    amplifier: { driveDb: 6, tightHertz: 90, outputDb: -17, speakerHertz: 5000 },
  },
  'overdriven-guitar': {
    string: ELECTRIC,
    gainDb: -4,
    amplifier: { driveDb: 18, tightHertz: 130, outputDb: -23, speakerHertz: 5000 },
  },
  'distorted-guitar': {
    string: { ...ELECTRIC, pickupAt: 0.09 },
    gainDb: 0,
    amplifier: { driveDb: 34, tightHertz: 190, outputDb: -25, speakerHertz: 4800 },
  },
  bass: {
    string: BASS,
    gainDb: -15,
    body: {
      lowestHertz: 32,
      resonances: [
        [85, 2, 0.9],
        [750, 2, 1],
      ],
      trebleDb: -8,
    },
  },
  'picked-bass': {
    string: {
      ...BASS,
      ringing: decays(6, 0.6),
      pluckAt: 0.12,
      pluckHertz: [1200, 4500],
      noise: 0.8,
    },
    gainDb: -22,
    body: {
      lowestHertz: 35,
      resonances: [
        [110, 2, 0.9],
        [1400, 3, 1],
      ],
      trebleDb: -4,
    },
  },
} satisfies Record<string, Model>;

const RANGES: Readonly<Record<string, { lowest: number; highest: number }>> = {
  ...{ guitar: { lowest: 40, highest: 86 }, bass: { lowest: 28, highest: 67 } },
  ...{ ukulele: { lowest: 60, highest: 86 }, mandolin: { lowest: 55, highest: 93 } },
};

/** Guitars and basses whose strings are computed. */
export const stringInstruments: readonly InstrumentEntry[] = [
  entryOf('acoustic-guitar', 'Acoustic guitar', [
    ...['steel guitar', 'steel-string guitar', 'folk guitar', 'western guitar', 'guitar'],
    ...['strummed guitar', 'acoustic', 'fingerpicked guitar', '12-string guitar'],
  ]),
  entryOf('nylon-guitar', 'Nylon-string guitar', [
    ...['classical guitar', 'spanish guitar', 'flamenco guitar', 'bossa guitar'],
  ]),
  entryOf('jazz-guitar', 'Jazz guitar', ['archtop', 'hollow body guitar', 'hollowbody']),
  entryOf('ukulele', 'Ukulele', ['uke']),
  entryOf('mandolin', 'Mandolin', ['mandola']),
  entryOf('electric-guitar', 'Electric guitar, clean', [
    ...['clean guitar', 'clean electric guitar', 'strat', 'telecaster', 'funk guitar'],
  ]),
  entryOf('muted-guitar', 'Electric guitar, muted', ['palm-muted guitar', 'muted electric guitar']),
  entryOf('overdriven-guitar', 'Electric guitar, overdriven', [
    ...['overdrive guitar', 'crunch guitar', 'blues guitar', 'rock guitar'],
  ]),
  entryOf('distorted-guitar', 'Electric guitar, distorted', [
    ...['distortion guitar', 'heavy guitar', 'metal guitar', 'power chords', 'fuzz guitar'],
  ]),
  entryOf('bass', 'Electric bass', ['electric-bass', 'bass guitar', 'finger bass', 'bassline']),
  entryOf('picked-bass', 'Electric bass, picked', ['pick bass', 'punk bass']),
];

function entryOf(
  id: keyof typeof MODELS,
  name: string,
  aliases: readonly string[],
): InstrumentEntry {
  const family = familyOf(id);
  const range = RANGES[id] ?? RANGES[family];
  return {
    id,
    name,
    family,
    kind: 'physical model',
    range,
    aliases,
    player: () => player(MODELS[id]),
  };
}

function familyOf(id: keyof typeof MODELS): 'guitar' | 'bass' {
  return id.endsWith('bass') ? 'bass' : 'guitar';
}

function player({ string, gainDb, body, amplifier }: Model): Instrument['play'] {
  return async (notes, options) => {
    const { sampleRate, length } = options;
    const strings: NotePlayer = {
      ...{ numberOfChannels: 1, velocityPower: PLUCK_VELOCITY_POWER, takes: TAKES },
      sound: (note, [out], seed) => pluck(out, note, { sampleRate, seed, string }),
    };
    const [sound] = await playNotes(strings, notes, options);
    const gain = dbToGain(gainDb);
    for (let i = 0; i < length; i++) sound[i] *= gain;
    if (body) for (const filter of bodyFilters(body, sampleRate)) filter.process(sound);
    if (amplifier) amplify(sound, sampleRate, amplifier);
    return toStereo(fadeEnd(audioData(sampleRate, [sound])));
  };
}

function bodyFilters({ lowestHertz, resonances, trebleDb }: Body, sampleRate: number): Biquad[] {
  return [
    new Biquad(highPass({ sampleRate, cutoffHz: lowestHertz })),
    ...resonances.map(
      ([cutoffHz, gainDb, q]) => new Biquad(peaking({ sampleRate, cutoffHz, gainDb, q })),
    ),
    new Biquad(highShelf({ sampleRate, cutoffHz: TREBLE_HERTZ, gainDb: trebleDb })),
  ];
}
