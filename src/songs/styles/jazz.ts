import { FOUR_FOUR, type Style } from './style.js';

export const jazz: Style = {
  id: 'jazz',
  name: 'Jazz',
  words: [
    'jazz',
    'swing',
    'bebop',
    'big band',
    'smooth jazz',
    'jazz club',
    'cool jazz',
    'jazz trio',
    'jazzy',
    'dixieland',
  ],
  bpm: [96, 138, 200],
  metre: FOUR_FOUR,
  swing: { amount: 0.85, unit: 8 },
  looseness: 0.7,
  minor: 0.35,
  isSung: false,
  forms: {
    sung: 'intro:4 verse:8 verse:8 bridge:8 verse:8 solo:8 bridge:8 verse:8 outro:4',
    instrumental: 'intro:4 verse:8 verse:8 bridge:8 verse:8 solo:16 bridge:8 verse:8 outro:4',
  },
  progressions: {
    major: {
      verse: [
        'Imaj7 vi7 | ii7 V7 | Imaj7 V7/ii | ii7 V7',
        'Imaj7 | V7/ii | ii7 | V7',
        'ii7 | V7 | Imaj7 | V7/ii',
      ],
      chorus: ['ii7 | V7 | Imaj7 | vi7', 'IVmaj7 | bVII7 | iii7 V7/ii | ii7 V7'],
      bridge: [
        'V7/vi | V7/vi | V7/ii | V7/ii | V7/V | V7/V | ii7 | V7',
        'IVmaj7 | ivm6 | iii7 | V7/ii | ii7 | V7/V | ii7 | V7',
      ],
    },
    minor: {
      verse: ['i6 | iim7b5 V7b9 | i6 | V7b9', 'i7 | iv7 | iim7b5 | V7b9'],
      chorus: ['iv7 | VII7 | IIImaj7 | VImaj7', 'iim7b5 | V7b9 | i6 | i6'],
      bridge: ['iv7 | VII7 | IIImaj7 | VImaj7 | iim7b5 | V7b9 | i6 | V7b9'],
    },
  },
  drums: {
    kit: 'jazz-kit',
    patterns: {
      low: [{ ride: 'x...x.x.x...x.x.', pedalHat: '....x.......x...' }],
      mid: [
        {
          ride: 'x...X.x.x...X.x.',
          pedalHat: '....x.......x...',
          kick: 'o...o...o...o...',
          snare: '......-.......-.',
        },
        {
          ride: 'x...X.x.x...X.x.',
          pedalHat: '....x.......x...',
          kick: 'o.......o.....x.',
          snare: '..-.......o.....',
        },
      ],
      high: [
        {
          ride: 'X...X.x.X...X.x.',
          pedalHat: '....x.......x...',
          kick: 'o...o...o...o...',
          snare: '..o...x.......o.',
        },
        {
          ride: 'X...X.x.X...X.x.',
          pedalHat: '....x.......x...',
          kick: 'x.....o...x...o.',
          snare: '......x...o...x.',
        },
      ],
    },
    fills: [
      { ride: 'x...x.x.........', snare: '....o...x.x.x.x.', kick: 'o.......x.......' },
      {
        snare: 'x.x.....x.......',
        highTom: '....x.x.........',
        floorTom: '..........x.x.x.',
        pedalHat: '....x.......x...',
      },
    ],
    hasCrash: false,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'upright-bass',
      from: 0.2,
      centre: 40,
      figures: ['walk'],
    },
    {
      id: 'piano',
      role: 'chords',
      instrument: 'piano',
      from: 0,
      centre: 60,
      voicing: 'seventh',
      velocity: 0.5,
      figures: ['x.....x.........', '......x-......x-', 'x-........x.....', '..x-..........x.'],
    },
    {
      id: 'guitar',
      role: 'chords',
      instrument: 'jazz-guitar',
      from: 0.55,
      centre: 58,
      voicing: 'shell',
      velocity: 0.35,
      figures: ['x...x...x...x...'],
    },
    {
      id: 'trumpet',
      role: 'counter',
      instrument: 'muted-trumpet',
      from: 0.65,
      centre: 69,
      velocity: 0.5,
      figures: ['line'],
    },
  ],
  melody: {
    notesPerBar: 6,
    syncopation: 0.5,
    grid: 0.5,
    leaps: 0.35,
    isBluesy: true,
    instrument: 'tenor-sax',
  },
  mixGenre: 'jazz',
};
