import { ELECTRONIC_FILLS } from './fills.js';
import { FOUR_FOUR, type Style } from './style.js';

export const trap: Style = {
  id: 'trap',
  name: 'Trap',
  words: ['trap', 'drill', 'trap beat', '808s', 'phonk', 'mumble rap'],
  bpm: [130, 142, 156],
  metre: FOUR_FOUR,
  swing: { amount: 0, unit: 16 },
  looseness: 0.05,
  minor: 1,
  isSung: true,
  forms: {
    sung: 'intro:4 chorus:8 verse:8 chorus:8 verse:8 bridge:4 chorus:8 outro:4',
    instrumental: 'intro:4 verse:8 drop:8 verse:8 breakdown:4 drop:8 outro:4',
  },
  progressions: {
    major: {
      verse: ['I | I | bVII | bVI'],
      chorus: ['I | bVI | bVII | I'],
      bridge: ['bVI | bVII | I | I'],
    },
    minor: {
      verse: ['i | i | VI | VI', 'i | VI', 'i | i | bII | i'],
      chorus: ['i | VI | iv | V', 'i | i | VI | VII', 'i | bII | i | VII'],
      bridge: ['iv | iv | VI | V'],
    },
  },
  drums: {
    kit: '808-kit',
    patterns: {
      low: [{ hat: 'x.x.x.x.x.x.x.x.', snare: '........x.......' }],
      mid: [
        { kick: 'x.....x.........', snare: '........X.......', hat: 'x.x.x.xxx.x.xxxx' },
        { kick: 'x..x......x.....', clap: '........X.......', hat: 'x.xxx.x.x.x.xxx.' },
      ],
      high: [
        {
          kick: 'x..x..x...x...x.',
          clap: '........X.......',
          snare: '........x......-',
          hat: 'xxx.xxxxx.x.xxxx',
          openHat: '...x............',
        },
        {
          kick: 'x.....x..x....x.',
          clap: '........X.......',
          hat: 'x.xxxxx.xxx.xxxx',
          rim: '...x..x....x..x.',
        },
      ],
    },
    fills: [
      { hat: 'xxxxxxxxxxxxxxxx', snare: '........x...x.xx' },
      { kick: 'x...............', clap: '........x.......', hat: 'x...........xxxx' },
      ELECTRONIC_FILLS[2],
    ],
    hasCrash: true,
  },
  parts: [
    {
      id: 'bass',
      role: 'bass',
      instrument: '808-bass',
      from: 0.3,
      centre: 33,
      figures: ['1-----1---------', '1--1------1-----', '1---------1-8-5-', '1--1--1---1---a-'],
    },
    {
      id: 'bells',
      role: 'chords',
      instrument: 'glockenspiel',
      from: 0,
      centre: 79,
      voicing: 'triad',
      velocity: 0.5,
      figures: ['1.3.2.1.3.2.1...', '3--2--1-3--2--1-', '1..3..2.1..3..2.'],
    },
    {
      id: 'pad',
      role: 'pad',
      instrument: 'synth-pad',
      from: 0.5,
      centre: 60,
      voicing: 'wide',
      velocity: 0.4,
      figures: ['hold'],
    },
    {
      id: 'pluck',
      role: 'counter',
      instrument: 'synth-pluck',
      from: 0.75,
      centre: 72,
      velocity: 0.45,
      figures: ['line'],
    },
  ],
  melody: { notesPerBar: 6, syncopation: 0.5, grid: 0.25, leaps: 0.15, instrument: 'flute' },
  mixGenre: 'trap',
};
