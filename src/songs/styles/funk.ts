import { ACOUSTIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const funk: Style = {
  id: 'funk',
  name: 'Funk',
  words: ['funk', 'funky', 'p-funk', 'groove', 'jazz funk'],
  bpm: [92, 106, 122],
  metre: FOUR_FOUR,
  swing: { amount: 0.15, unit: 16 },
  looseness: 0.4,
  minor: 0.6,
  isSung: true,
  forms: {
    sung: 'intro:4 verse:8 chorus:8 verse:8 chorus:8 solo:8 breakdown:4 chorus:8 outro:4',
    instrumental: 'intro:4 verse:8 chorus:8 solo:8 verse:8 breakdown:4 chorus:8 outro:4',
  },
  progressions: {
    major: {
      verse: ['I9 | I9 | I9 | I9', 'I9 | I9 | IV9 | I9', 'I7 | IV9 | I7 | IV9'],
      chorus: ['IV9 | IV9 | I9 | I9', 'ii9 | V13 | ii9 | V13'],
      bridge: ['bVII9 | IV9 | bVII9 | V7#9'],
    },
    minor: {
      verse: ['i9 | i9 | IV9 | IV9', 'i7 | i7 | i7 | IV9', 'i9 | IV9 | i9 | IV9'],
      chorus: ['VI9 | V7#9 | i9 | i9', 'iv9 | VII13 | i9 | i9'],
      bridge: ['iv9 | iv9 | V7#9 | V7#9'],
    },
  },
  drums: {
    kit: 'drum-kit',
    patterns: {
      low: [{ kick: 'x.........x.....', rim: '....x.......x...', hat: 'xoxoxoxoxoxoxoxo' }],
      mid: [
        { kick: 'x.x.......x..x..', snare: '....X..-.-..X..-', hat: 'x.x.x.x.x.x.x.x.' },
        { kick: 'x..x......x.....', snare: '....X..-.x-.X..-', hat: 'xoxoxoxoxoxoxoxo' },
      ],
      high: [
        {
          kick: 'x.x...x...x..x..',
          snare: '....X..-.-..X.-x',
          hat: 'xoxox.xoxoxox.xo',
          openHat: '.....x.......x..',
        },
        {
          kick: 'X..x..x...xx.x..',
          snare: '..-.X..-.-..X..-',
          hat: 'XoxoXoxoXoxoXoxo',
          cowbell: 'x...x...x...x...',
        },
      ],
    },
    fills: ACOUSTIC_FILLS,
    hasCrash: true,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'slap-bass',
      from: 0.2,
      centre: 38,
      figures: ['1-.8..1..81-.7.a', '1..1g.8.g.1-57.a', '1-g1..8-.g5.7.8a', '1..g8.1g..7-8.5a'],
    },
    {
      id: 'guitar',
      role: 'chords',
      instrument: 'electric-guitar',
      from: 0,
      centre: 64,
      voicing: 'seventh',
      velocity: 0.55,
      figures: ['..xx..x...xx..x.', 'x.x..xx.x.x..xx.', '..x.x..x..x.x..x'],
    },
    {
      id: 'clavinet',
      role: 'chords',
      instrument: 'clavinet',
      from: 0.5,
      centre: 60,
      voicing: 'shell',
      velocity: 0.55,
      figures: ['x..x..x..x.x..x.', 'x.xx.x..x.xx.x..'],
    },
    {
      id: 'brass',
      role: 'counter',
      instrument: 'brass',
      from: 0.65,
      centre: 65,
      voicing: 'seventh',
      figures: ['X.......x..X....', '......xX......x.', 'x.x...X-........'],
    },
  ],
  melody: {
    notesPerBar: 6,
    syncopation: 0.6,
    grid: 0.25,
    leaps: 0.3,
    isBluesy: true,
    instrument: 'tenor-sax',
  },
  mixGenre: 'funk',
};
