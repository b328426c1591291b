import { ELECTRONIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const trance: Style = {
  id: 'trance',
  name: 'Trance',
  words: [
    'trance',
    'uplifting trance',
    'psytrance',
    'progressive trance',
    'eurodance',
    'hands up',
    'festival',
  ],
  bpm: [132, 138, 144],
  metre: FOUR_FOUR,
  swing: { amount: 0, unit: 16 },
  looseness: 0,
  minor: 0.9,
  isSung: false,
  forms: {
    sung: 'intro:8 verse:8 breakdown:8 build:8 drop:16 breakdown:8 build:4 drop:16 outro:8',
    instrumental: 'intro:8 verse:8 breakdown:8 build:8 drop:16 breakdown:8 build:4 drop:16 outro:8',
  },
  progressions: {
    major: {
      verse: ['I | V | vi | IV'],
      chorus: ['IV | V | vi | I', 'vi | IV | I | V'],
      bridge: ['IV | V | iii | vi'],
    },
    minor: {
      verse: ['i | VI | III | VII', 'i | i | VI | VII'],
      chorus: ['VI | VII | i | III', 'i | VI | III | VII', 'VI | VII | v | i'],
      bridge: ['VI | III | VII | i', 'iv | VI | VII | VII'],
    },
  },
  drums: {
    kit: '909-kit',
    patterns: {
      low: [{ kick: 'x...x...x...x...' }, { shaker: 'o.x.o.x.o.x.o.x.' }],
      mid: [{ kick: 'X...X...X...X...', openHat: '..x...x...x...x.', clap: '....o.......o...' }],
      high: [
        {
          kick: 'X...X...X...X...',
          openHat: '..X...X...X...X.',
          hat: 'xoxoxoxoxoxoxoxo',
          clap: '....X.......X...',
          ride: 'x...x...x...x...',
        },
      ],
    },
    fills: [{ snare: 'x.x.x.x.xxxxxxxx', kick: 'x...x...x...x...' }, ...ELECTRONIC_FILLS],
    hasCrash: true,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'synth-bass',
      from: 0.4,
      centre: 36,
      figures: ['..1...1...1...1.', '.111.111.111.111', '..11..11..11..18'],
    },
    {
      id: 'supersaw',
      role: 'chords',
      instrument: 'supersaw',
      from: 0.65,
      centre: 66,
      voicing: 'wide',
      figures: ['x.x.x.xx.x.x.xx.', 'x--x--x-x--x--x-', 'x-.x-.x.x-.x-.x.'],
    },
    {
      id: 'arp',
      role: 'chords',
      instrument: 'synth-arp',
      from: 0.3,
      centre: 72,
      voicing: 'triad',
      velocity: 0.5,
      figures: ['1231231212312312', '1.3.2.3.1.3.2.3.'],
    },
    {
      id: 'pad',
      role: 'pad',
      instrument: 'synth-strings',
      from: 0,
      centre: 64,
      voicing: 'wide',
      velocity: 0.5,
      figures: ['hold'],
    },
  ],
  melody: { notesPerBar: 4.5, syncopation: 0.45, grid: 0.5, leaps: 0.35, instrument: 'supersaw' },
  mixGenre: 'trance',
};
