import { ELECTRONIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const hipHop: Style = {
  id: 'hip-hop',
  name: 'Hip-hop',
  words: [
    'hip-hop',
    'hip hop',
    'hiphop',
    'boom bap',
    'boom-bap',
    'rap',
    'old school rap',
    'east coast',
  ],
  bpm: [80, 90, 102],
  metre: FOUR_FOUR,
  swing: { amount: 0.4, unit: 16 },
  looseness: 0.45,
  minor: 0.85,
  isSung: true,
  forms: {
    sung: 'intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:4 verse:8 chorus:8 outro:4',
    instrumental: 'intro:4 verse:8 chorus:8 verse:8 breakdown:4 chorus:8 outro:4',
  },
  progressions: {
    major: {
      verse: ['Imaj7 | IVmaj7', 'ii7 | V7 | Imaj7 | vi7'],
      chorus: ['IVmaj7 | iii7 | vi7 | vi7'],
      bridge: ['ii7 | iii7 | IVmaj7 | V7'],
    },
    minor: {
      verse: ['i7 | i7 | VImaj7 | V7', 'i7 | iv7', 'i9 | VImaj7'],
      chorus: ['VImaj7 | v7 | i7 | i7', 'i7 | VImaj7 | iv7 | V7'],
      bridge: ['iv7 | iv7 | i7 | V7'],
    },
  },
  drums: {
    kit: 'lofi-kit',
    patterns: {
      low: [{ kick: 'x.........x.....', snare: '....x.......x...' }],
      mid: [
        { kick: 'x..x......xx....', snare: '....x.......x...', hat: 'x.x.x.x.x.x.x.x.' },
        { kick: 'x......x..x.....', snare: '....X.......X..-', hat: 'x.x.x.xxx.x.x.x.' },
      ],
      high: [
        {
          kick: 'x..x...x..xx....',
          snare: '....X.......X..-',
          hat: 'x.xox.x.x.xox.x.',
          openHat: '......x.........',
        },
        { kick: 'x.x....x..x..x..', snare: '....X..-....X...', hat: 'x.x.x.x.x.x.x.xx' },
      ],
    },
    fills: [
      { kick: 'x..x......x.....', snare: '....x.......x.xx' },
      { kick: 'x.......x.......', snare: '....x..x.x..X...' },
      ELECTRONIC_FILLS[0],
    ],
    hasCrash: false,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'bass',
      from: 0.25,
      centre: 36,
      figures: ['1--1......11--..', '1-----.1--1---..', '1--.....1-5---a-'],
    },
    {
      id: 'keys',
      role: 'chords',
      instrument: 'electric-piano',
      from: 0,
      centre: 60,
      voicing: 'seventh',
      velocity: 0.5,
      figures: ['x-------........', 'x--x----........', '..x---....x---..'],
    },
    {
      id: 'strings',
      role: 'pad',
      instrument: 'strings',
      from: 0.6,
      centre: 67,
      voicing: 'shell',
      velocity: 0.4,
      figures: ['hold'],
    },
    {
      id: 'vibes',
      role: 'counter',
      instrument: 'vibraphone',
      from: 0.7,
      centre: 72,
      velocity: 0.45,
      figures: ['line'],
    },
  ],
  melody: { notesPerBar: 7, syncopation: 0.6, grid: 0.25, leaps: 0.12, instrument: 'flute' },
  mixGenre: 'hip-hop',
};
