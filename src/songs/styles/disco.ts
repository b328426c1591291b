import { ACOUSTIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const disco: Style = {
  id: 'disco',
  name: 'Disco',
  words: ['disco', 'nu disco', 'nu-disco', '70s', 'seventies', 'french house', 'boogie disco'],
  bpm: [110, 118, 126],
  metre: FOUR_FOUR,
  swing: { amount: 0, unit: 16 },
  looseness: 0.3,
  minor: 0.6,
  isSung: true,
  forms: {
    sung: 'intro:8 verse:8 chorus:8 verse:8 chorus:8 breakdown:4 bridge:8 chorus:8 outro:4',
    instrumental: 'intro:8 verse:8 chorus:8 solo:8 breakdown:4 chorus:8 outro:4',
  },
  progressions: {
    major: {
      verse: ['Imaj7 | vi7 | ii7 | V7', 'I | I | IV | V'],
      chorus: ['IVmaj7 | V | iii7 | vi7', 'ii7 | V7 | Imaj7 | vi7'],
      bridge: ['ii7 | iii7 | IVmaj7 | V7sus4'],
    },
    minor: {
      verse: ['i7 | i7 | iv7 | iv7', 'i7 | VII | VImaj7 | V7'],
      chorus: ['iv7 | VII | IIImaj7 | VImaj7', 'i7 | iv7 | VII7 | IIImaj7'],
      bridge: ['VImaj7 | VII | i7 | V7'],
    },
  },
  drums: {
    kit: 'drum-kit',
    patterns: {
      low: [{ kick: 'x...x...x...x...', hat: 'x.x.x.x.x.x.x.x.' }],
      mid: [
        {
          kick: 'X...X...X...X...',
          snare: '....x.......x...',
          openHat: '..x...x...x...x.',
          hat: 'x...x...x...x...',
        },
      ],
      high: [
        {
          kick: 'X...X...X...X...',
          snare: '....X.......X...',
          clap: '....x.......x...',
          openHat: '..X...X...X...X.',
          hat: 'xx..xx..xx..xx..',
          tambourine: 'xoxoxoxoxoxoxoxo',
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
      instrument: 'bass',
      from: 0.2,
      centre: 38,
      figures: ['1-8-1-8-1-8-1-8-', '1.8.1.8.5.8.7.8.', '1-81-81-1-81-8a-'],
    },
    {
      id: 'guitar',
      role: 'chords',
      instrument: 'electric-guitar',
      from: 0.3,
      centre: 66,
      voicing: 'triad',
      velocity: 0.5,
      figures: ['x.xxx.xxx.xxx.xx', '..xx..xx..xx..xx'],
    },
    {
      id: 'keys',
      role: 'chords',
      instrument: 'electric-piano',
      from: 0,
      centre: 62,
      voicing: 'seventh',
      velocity: 0.5,
      figures: ['x-----x---x-----', 'x--x--x-x--x--x-'],
    },
    {
      id: 'strings',
      role: 'counter',
      instrument: 'strings',
      from: 0.6,
      centre: 74,
      velocity: 0.6,
      figures: ['line'],
    },
    {
      id: 'brass',
      role: 'chords',
      instrument: 'brass',
      from: 0.8,
      centre: 64,
      voicing: 'triad',
      velocity: 0.55,
      figures: ['......x.......xX', 'X..x........x...'],
    },
  ],
  melody: { notesPerBar: 5, syncopation: 0.45, grid: 0.5, leaps: 0.3, instrument: 'synth-lead' },
  mixGenre: 'disco',
};
