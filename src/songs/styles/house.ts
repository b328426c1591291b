import { ELECTRONIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const house: Style = {
  id: 'house',
  name: 'House',
  words: [
    'house',
    'deep house',
    'tech house',
    'edm',
    'dance',
    'electro house',
    'garage',
    'uk garage',
    'future bass',
    'club',
    'electronic dance',
  ],
  bpm: [118, 124, 130],
  metre: FOUR_FOUR,
  swing: { amount: 0.12, unit: 16 },
  looseness: 0.08,
  minor: 0.7,
  isSung: true,
  forms: {
    sung: 'intro:8 verse:8 build:4 drop:8 breakdown:8 verse:8 build:4 drop:8 outro:8',
    instrumental: 'intro:8 verse:8 build:4 drop:8 breakdown:8 build:4 drop:8 outro:8',
  },
  progressions: {
    major: {
      verse: ['Imaj7 | Imaj7 | vi7 | IVmaj7'],
      chorus: ['IVmaj7 | V | vi7 | iii7', 'ii7 | vi7 | IVmaj7 | V'],
      bridge: ['IVmaj7 | iii7 | ii7 | V'],
    },
    minor: {
      verse: ['i7 | i7 | VImaj7 | VII', 'i7 | iv7 | i7 | VII'],
      chorus: ['VImaj7 | VII | i7 | v7', 'i7 | III | VII | iv7', 'iv7 | VII | i7 | VImaj7'],
      bridge: ['VImaj7 | iv7 | i7 | v7'],
    },
  },
  drums: {
    kit: '909-kit',
    patterns: {
      low: [
        { kick: 'x...x...x...x...', hat: '..o...o...o...o.' },
        { shaker: 'xoxoxoxoxoxoxoxo', clap: '....o.......o...' },
      ],
      mid: [{ kick: 'X...X...X...X...', clap: '....x.......x...', openHat: '..x...x...x...x.' }],
      high: [
        {
          kick: 'X...X...X...X...',
          clap: '....X.......X...',
          openHat: '..X...X...X...X.',
          hat: 'xoxoxoxoxoxoxoxo',
        },
        {
          kick: 'X...X...X...X...',
          clap: '....X.......X..o',
          openHat: '..X...X...X...X.',
          shaker: 'xoxxxoxxxoxxxoxx',
          rim: '...x..x....x..x.',
        },
      ],
    },
    fills: ELECTRONIC_FILLS,
    hasCrash: true,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'synth-bass',
      from: 0.4,
      centre: 38,
      figures: ['..1-..1-..1-..1-', '..1.1.8...1.1.5.', '1..1..8.1..1..7.'],
    },
    {
      id: 'keys',
      role: 'chords',
      instrument: 'piano',
      from: 0.3,
      centre: 62,
      voicing: 'seventh',
      figures: ['x..x..x...x..x..', '..x-..x-..x-..x-', 'x.....x..x..x...'],
    },
    {
      id: 'pad',
      role: 'pad',
      instrument: 'synth-pad',
      from: 0,
      centre: 64,
      voicing: 'wide',
      velocity: 0.45,
      figures: ['hold'],
    },
    {
      id: 'stabs',
      role: 'counter',
      instrument: 'synth-pluck',
      from: 0.75,
      centre: 72,
      velocity: 0.5,
      figures: ['line', '1.2.3.1.2.3.1.2.'],
    },
  ],
  melody: { notesPerBar: 5, syncopation: 0.5, grid: 0.25, leaps: 0.25, instrument: 'synth-lead' },
  mixGenre: 'house',
};
