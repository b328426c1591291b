import { ELECTRONIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const techno: Style = {
  id: 'techno',
  name: 'Techno',
  words: [
    'techno',
    'minimal techno',
    'acid techno',
    'warehouse',
    'industrial',
    'detroit techno',
    'rave',
  ],
  bpm: [126, 134, 144],
  metre: FOUR_FOUR,
  swing: { amount: 0, unit: 16 },
  looseness: 0,
  minor: 1,
  isSung: false,
  forms: {
    sung: 'intro:8 verse:8 build:4 drop:8 breakdown:8 build:4 drop:8 outro:8',
    instrumental: 'intro:8 verse:8 build:4 drop:16 breakdown:8 build:4 drop:16 outro:8',
  },
  progressions: {
    major: {
      verse: ['I | I | I | I'],
      chorus: ['I | I | bVII | I'],
      bridge: ['bVI | bVI | I | I'],
    },
    minor: {
      verse: ['i | i | i | i'],
      chorus: ['i | i | i | bII', 'i | i | VI | i', 'i | i | i | VII'],
      bridge: ['VI | VI | i | i', 'iv | iv | i | i'],
    },
  },
  drums: {
    kit: '909-kit',
    patterns: {
      low: [{ kick: 'X...X...X...X...' }, { hat: '..x...x...x...x.', rim: '...o..o....o..o.' }],
      mid: [
        { kick: 'X...X...X...X...', hat: '..x...x...x...x.', clap: '............o...' },
        { kick: 'X...X...X...X...', hat: 'xoxoxoxoxoxoxoxo', rim: '...x.....x......' },
      ],
      high: [
        {
          kick: 'X...X...X...X...',
          openHat: '..X...X...X...X.',
          hat: 'xxoxxxoxxxoxxxox',
          clap: '....x.......x...',
        },
        {
          kick: 'X...X...X...X..o',
          ride: '..X...X...X...X.',
          hat: 'xoxoxoxoxoxoxoxo',
          lowTom: '...o..o....o..o.',
          clap: '....x.......x...',
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
      instrument: 'acid-bass',
      from: 0.3,
      centre: 36,
      figures: ['..11..11..11..11', '1.18.11.1.17.118', '.111.111.111.118', '1.1.81.71.1.58.7'],
    },
    {
      id: 'stab',
      role: 'chords',
      instrument: 'synth-pluck',
      from: 0.45,
      centre: 60,
      voicing: 'triad',
      velocity: 0.5,
      figures: ['...x......x.....', 'x..x..x.........', '......x...x..x..'],
    },
    {
      id: 'drone',
      role: 'pad',
      instrument: 'sweep-pad',
      from: 0,
      centre: 52,
      voicing: 'octaves',
      velocity: 0.4,
      figures: ['hold'],
    },
    {
      id: 'arp',
      role: 'counter',
      instrument: 'synth-arp',
      from: 0.7,
      centre: 67,
      velocity: 0.45,
      voicing: 'triad',
      figures: ['1231231212312312', '1.3.2.1.3.2.1.3.'],
    },
  ],
  melody: { notesPerBar: 4, syncopation: 0.6, grid: 0.25, leaps: 0.2, instrument: 'synth-lead' },
  mixGenre: 'techno',
};
