import { ACOUSTIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const punk: Style = {
  id: 'punk',
  name: 'Punk',
  words: ['punk', 'punk rock', 'pop punk', 'hardcore', 'skate punk', 'emo'],
  bpm: [160, 182, 210],
  metre: FOUR_FOUR,
  swing: { amount: 0, unit: 8 },
  looseness: 0.5,
  minor: 0.2,
  isSung: true,
  forms: {
    sung: 'intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:8 chorus:8 outro:4',
    instrumental: 'intro:4 verse:8 chorus:8 verse:8 solo:8 chorus:8 outro:4',
  },
  progressions: {
    major: {
      verse: ['I | IV | V | IV', 'I | V | vi | IV', 'I | I | IV | V'],
      chorus: ['I | V | IV | V', 'I | V | vi | IV', 'IV | I | V | V'],
      bridge: ['vi | vi | IV | V', 'ii | ii | V | V'],
    },
    minor: {
      verse: ['i | VI | VII | i', 'i | III | VII | VI'],
      chorus: ['VI | VII | i | i', 'i | VII | VI | VII'],
      bridge: ['iv | VI | VII | V'],
    },
  },
  drums: {
    kit: 'rock-kit',
    patterns: {
      low: [{ kick: 'x...x...x...x...', hat: 'x.x.x.x.x.x.x.x.' }],
      mid: [
        { kick: 'x.x...x.x.x...x.', snare: '..x.x.....x.x...', hat: 'X.x.X.x.X.x.X.x.' },
        { kick: 'x...x...x...x...', snare: '..x...x...x...x.', hat: 'X.X.X.X.X.X.X.X.' },
      ],
      high: [
        { kick: 'x...x.x.x...x...', snare: '..X...X...X...X.', openHat: 'X.x.X.x.X.x.X.x.' },
        { kick: 'x...x...x...x...', snare: '..X...X...X...X.', ride: 'X.X.X.X.X.X.X.X.' },
      ],
    },
    fills: [{ snare: 'xxxxxxxxxxxxxxXX', kick: 'x...x...x...x...' }, ...ACOUSTIC_FILLS.slice(0, 2)],
    hasCrash: true,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: 'picked-bass',
      from: 0.2,
      centre: 38,
      figures: ['1-1-1-1-1-1-1-1-', '1-1-1-1-1-1-1-a-'],
    },
    {
      id: 'guitar',
      role: 'chords',
      instrument: 'distorted-guitar',
      from: 0,
      centre: 51,
      voicing: 'power',
      figures: ['x-x-x-x-x-x-x-x-', 'x-xxx-xxx-xxx-xx'],
    },
    {
      id: 'guitar-2',
      role: 'chords',
      instrument: 'overdriven-guitar',
      from: 0.7,
      centre: 57,
      voicing: 'octaves',
      velocity: 0.55,
      figures: ['x---x---x---x---', 'x-x-x-x-x-x-x-x-'],
    },
  ],
  melody: {
    notesPerBar: 6,
    syncopation: 0.15,
    grid: 0.5,
    leaps: 0.2,
    instrument: 'overdriven-guitar',
  },
  mixGenre: 'rock',
};
