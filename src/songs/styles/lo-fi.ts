import { FOUR_FOUR, type Style } from './style.js';

export const loFi: Style = {
  id: 'lo-fi',
  name: 'Lo-fi',
  words: [
    'lo-fi',
    'lofi',
    'lo fi',
    'chillhop',
    'study beats',
    'beats to study',
    'chill beats',
    'jazzhop',
  ],
  bpm: [68, 78, 88],
  metre: FOUR_FOUR,
  swing: { amount: 0.5, unit: 16 },
  looseness: 0.8,
  minor: 0.5,
  isSung: false,
  forms: {
    sung: 'intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:4 chorus:8 outro:4',
    instrumental: 'intro:4 verse:8 chorus:8 verse:8 breakdown:4 chorus:8 outro:4',
  },
  progressions: {
    major: {
      verse: [
        'ii9 | V13 | Imaj9 | vi9',
        'Imaj7 | iii7 | vi7 | IVmaj7',
        'IVmaj9 | iii7 | ii9 | Imaj9',
      ],
      chorus: ['IVmaj9 | V7sus4 | iii7 | vi9', 'ii9 | V13 | iii7 | V7/ii'],
      bridge: ['IVmaj7 | ivm6 | iii7 | V7/ii'],
    },
    minor: {
      verse: ['i9 | iv9 | VII13 | IIImaj7', 'VImaj7 | V7#9 | i9 | i9'],
      chorus: ['iv9 | VII13 | IIImaj9 | VImaj7', 'VImaj9 | v7 | i9 | III9'],
      bridge: ['VImaj7 | v7 | iv9 | V7b9'],
    },
  },
  drums: {
    kit: 'lofi-kit',
    patterns: {
      low: [{ kick: 'x.........x.....', rim: '............x...', hat: 'o.o.o.o.o.o.o.o.' }],
      mid: [
        { kick: 'x......x..x.....', snare: '....o.......o..-', hat: 'x.o.x.o.x.o.x.o.' },
        { kick: 'x..x......x.....', snare: '....o.......o...', hat: 'x.x.o.x.x.x.o.xo' },
      ],
      high: [
        {
          kick: 'x..x...x..x.....',
          snare: '....x..-....x..-',
          hat: 'x.o.x.oox.o.x.o.',
          shaker: '..o...o...o...o.',
        },
      ],
    },
    fills: [
      { kick: 'x.........x.....', snare: '....o.......o.-o' },
      { kick: 'x.......x.......', rim: '....x..x.x..x...' },
    ],
    hasCrash: false,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'bass',
      from: 0.25,
      centre: 38,
      velocity: 0.55,
      figures: ['1------.1-5-....', '1-----.1--......', '1--.....5-7-8---'],
    },
    {
      id: 'keys',
      role: 'chords',
      instrument: 'electric-piano',
      from: 0,
      centre: 60,
      voicing: 'seventh',
      velocity: 0.45,
      figures: ['x---------......', 'x-----.x----....', '.x--------......'],
    },
    {
      id: 'guitar',
      role: 'counter',
      instrument: 'nylon-guitar',
      from: 0.55,
      centre: 67,
      velocity: 0.45,
      figures: ['line'],
    },
    {
      id: 'pad',
      role: 'pad',
      instrument: 'synth-pad',
      from: 0.6,
      centre: 60,
      voicing: 'wide',
      velocity: 0.3,
      figures: ['hold'],
    },
  ],
  melody: { notesPerBar: 3.5, syncopation: 0.5, grid: 0.25, leaps: 0.35, instrument: 'vibraphone' },
  mixGenre: 'lo-fi',
};
