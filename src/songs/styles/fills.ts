import type { DrumPattern } from './style.js';

/** Fills that many styles share. */
export const ACOUSTIC_FILLS: readonly DrumPattern[] = [
  { kick: 'x.......x.......', snare: '....x.......xxxx', hat: 'x.x.x.x.x.x.....' },
  {
    kick: 'x.......x...x...',
    snare: '....x...xx......',
    highTom: '..........xx....',
    floorTom: '............xxxx',
  },
  { kick: 'x.....x.x.......', snare: '....x...x.x.x.xX', hat: 'x.x.x.x.........' },
  {
    kick: 'x.......x.......',
    snare: '....x...x.......',
    highTom: '.........x.x....',
    midTom: '............x.x.',
    floorTom: '.............x.x',
  },
];

/** Rolls of machines. */
export const ELECTRONIC_FILLS: readonly DrumPattern[] = [
  { kick: 'x...x...x.......', snare: '........x.x.xxxx', hat: '..x...x.........' },
  { kick: 'x...x...x...x...', clap: '....x.......x.xx', openHat: '..x...x...x.....' },
  { snare: 'o.o.o.x.x.x.xxXX', kick: 'x...x...x...x...' },
];
