import { ACOUSTIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const country: Style = {
  id: 'country',
  name: 'Country',
  words: [
    'country',
    'bluegrass',
    'nashville',
    'western',
    'honky tonk',
    'americana',
    'cowboy',
    'outlaw country',
  ],
  bpm: [88, 112, 140],
  metre: FOUR_FOUR,
  swing: { amount: 0.2, unit: 8 },
  looseness: 0.55,
  minor: 0.08,
  isSung: true,
  forms: {
    sung: 'intro:4 verse:8 chorus:8 verse:8 chorus:8 solo:8 chorus:8 outro:4',
    instrumental: 'intro:4 verse:8 chorus:8 verse:8 solo:8 chorus:8 outro:4',
  },
  progressions: {
    major: {
      verse: ['I | I | IV | I | I | I | V | V', 'I | IV | I | V', 'I | V | IV | I'],
      chorus: ['IV | I | V | I', 'I | IV | V | I', 'IV | V | I | vi'],
      bridge: ['vi | IV | I | V', 'V7/V | V7/V | V | V'],
    },
    minor: {
      verse: ['i | i | iv | i', 'i | VII | VI | V'],
      chorus: ['VI | VII | i | i', 'i | iv | V | i'],
      bridge: ['iv | i | V | V'],
    },
  },
  drums: {
    kit: 'drum-kit',
    patterns: {
      low: [{ kick: 'x.......x.......', rim: '....x.......x...' }],
      mid: [
        { kick: 'x.......x.......', snare: '....x.......x...', hat: 'x.x.x.x.x.x.x.x.' },
        { kick: 'x.......x.......', snare: '..o.x.o...o.x.o.', hat: '..x...x...x...x.' },
      ],
      high: [
        {
          kick: 'x.....x.x.......',
          snare: '....X.......X...',
          hat: 'X.x.X.x.X.x.X.x.',
          tambourine: '....x.......x...',
        },
        { kick: 'x...x...x...x...', snare: '-oX--oX--oX--oX-' },
      ],
    },
    fills: ACOUSTIC_FILLS.slice(0, 2),
    hasCrash: true,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'bass',
      from: 0.2,
      centre: 38,
      figures: ['1-------5-------', '1---..1-5---..a-', '1-------5-----a-'],
    },
    {
      id: 'guitar',
      role: 'chords',
      instrument: 'acoustic-guitar',
      from: 0,
      centre: 56,
      voicing: 'wide',
      figures: ['1---x---2---x---', '1---x-x-2---x-x-', 'x---x-x-x-x-x-x-'],
    },
    {
      id: 'banjo',
      role: 'chords',
      instrument: 'banjo',
      from: 0.55,
      centre: 65,
      voicing: 'triad',
      velocity: 0.5,
      figures: ['1323132313231323', '1.3212321.321232'],
    },
    {
      id: 'fiddle',
      role: 'counter',
      instrument: 'violin',
      from: 0.65,
      centre: 74,
      velocity: 0.5,
      figures: ['line'],
    },
  ],
  melody: {
    notesPerBar: 5,
    syncopation: 0.2,
    grid: 0.5,
    leaps: 0.25,
    instrument: 'electric-guitar',
  },
  mixGenre: 'country',
};
