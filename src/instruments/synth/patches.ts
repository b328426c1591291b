import type { Patch } from './patch.js';

const PAD_AMPLITUDE = { attack: 0.35, decay: 1, sustain: 0.85, release: 1.1 };
const FLAT = { attack: 0.001, decay: 1, sustain: 1, release: 0.9 };

/** The sounds of the synthesiser. */
export const PATCHES = {
  'synth-lead': {
    oscillators: [
      { shape: 'saw', level: 0.6, unison: { voices: 2, cents: 7, width: 0.3 } },
      { shape: 'square', level: 0.25 },
    ],
    filter: {
      ...{ cutoffHz: 1900, keyTracking: 0.6, q: 1.1, envelopeOctaves: 1.4, velocityOctaves: 1.5 },
      envelope: { attack: 0.005, decay: 0.35, sustain: 0.35, release: 0.675 },
    },
    amplitude: { attack: 0.006, decay: 0.3, sustain: 0.8, release: 0.27 },
    vibrato: { hertz: 5.4, cents: 9, delaySeconds: 0.35 },
    glideSeconds: 0.05,
    gainDb: -13,
  },
  'square-lead': {
    oscillators: [{ shape: 'square', level: 0.5 }],
    amplitude: { attack: 0.002, decay: 0.15, sustain: 0.7, release: 0.068 },
    vibrato: { hertz: 6, cents: 10, delaySeconds: 0.25 },
    gainDb: -13,
  },
  supersaw: {
    oscillators: [
      { shape: 'saw', level: 0.8, unison: { voices: 7, cents: 22, width: 0.9 } },
      { shape: 'saw', level: 0.25, semitones: 12, unison: { voices: 3, cents: 14, width: 0.8 } },
    ],
    filter: {
      ...{ cutoffHz: 5200, keyTracking: 0.4, q: 0.8, envelopeOctaves: 0.8, velocityOctaves: 1.5 },
      envelope: { attack: 0.01, decay: 0.5, sustain: 0.4, release: 1.35 },
    },
    amplitude: { attack: 0.008, decay: 0.4, sustain: 0.75, release: 0.54 },
    gainDb: -15,
  },
  'synth-pad': {
    oscillators: [
      { shape: 'saw', level: 0.5, unison: { voices: 3, cents: 10, width: 0.9 } },
      { shape: 'triangle', level: 0.4 },
    ],
    filter: {
      ...{ cutoffHz: 900, keyTracking: 0.5, q: 0.75, envelopeOctaves: 1, velocityOctaves: 1 },
      envelope: { attack: 0.8, decay: 1.5, sustain: 0.5, release: 2.25 },
      lfo: { hertz: 0.17, octaves: 0.25 },
    },
    amplitude: PAD_AMPLITUDE,
    gainDb: -13,
  },
  'sweep-pad': {
    oscillators: [
      { shape: 'saw', level: 0.5, unison: { voices: 4, cents: 16, width: 1 } },
      { shape: 'sine', level: 0.3, semitones: 12 },
    ],
    noise: 0.02,
    filter: {
      ...{ cutoffHz: 500, keyTracking: 0.4, q: 1.6, envelopeOctaves: 2.4, velocityOctaves: 0.8 },
      envelope: { attack: 2.2, decay: 2.5, sustain: 0.35, release: 3.6 },
      lfo: { hertz: 0.11, octaves: 0.5 },
    },
    amplitude: { attack: 0.7, decay: 1, sustain: 0.9, release: 2.7 },
    gainDb: -12,
  },
  'synth-strings': {
    oscillators: [
      { shape: 'saw', level: 0.6, unison: { voices: 4, cents: 13, width: 0.9 } },
      { shape: 'saw', level: 0.25, semitones: 12, unison: { voices: 2, cents: 9, width: 0.9 } },
    ],
    filter: {
      ...{ cutoffHz: 2600, keyTracking: 0.3, q: 0.72, envelopeOctaves: 0.3, velocityOctaves: 1 },
      envelope: FLAT,
    },
    amplitude: { attack: 0.12, decay: 0.8, sustain: 0.9, release: 0.72 },
    gainDb: -14,
  },
  'synth-brass': {
    oscillators: [{ shape: 'saw', level: 0.8, unison: { voices: 3, cents: 8, width: 0.6 } }],
    filter: {
      ...{ cutoffHz: 700, keyTracking: 0.6, q: 0.9, envelopeOctaves: 2.4, velocityOctaves: 1.5 },
      envelope: { attack: 0.05, decay: 0.35, sustain: 0.55, release: 0.54 },
    },
    amplitude: { attack: 0.025, decay: 0.4, sustain: 0.85, release: 0.315 },
    vibrato: { hertz: 5, cents: 5, delaySeconds: 0.4 },
    gainDb: -13,
  },
  'synth-pluck': {
    oscillators: [
      { shape: 'saw', level: 0.55, unison: { voices: 3, cents: 9, width: 0.7 } },
      { shape: 'square', level: 0.2 },
    ],
    filter: {
      ...{ cutoffHz: 600, keyTracking: 0.6, q: 1.2, envelopeOctaves: 3.2, velocityOctaves: 1.5 },
      envelope: { attack: 0.001, decay: 0.11, sustain: 0, release: 0.45 },
    },
    amplitude: { attack: 0.002, decay: 0.35, sustain: 0, release: 0.72 },
    gainDb: -9,
  },
  'synth-arp': {
    oscillators: [
      { shape: 'square', level: 0.4, unison: { voices: 2, cents: 6, width: 0.5 } },
      { shape: 'saw', level: 0.3, semitones: 12 },
    ],
    filter: {
      ...{ cutoffHz: 900, keyTracking: 0.5, q: 1.8, envelopeOctaves: 2.2, velocityOctaves: 1.6 },
      envelope: { attack: 0.001, decay: 0.09, sustain: 0.1, release: 0.36 },
    },
    amplitude: { attack: 0.002, decay: 0.18, sustain: 0.25, release: 0.225 },
    gainDb: -11,
  },
  'fm-piano': {
    oscillators: [],
    fm: [
      {
        ...{ level: 0.75, carrierRatio: 1, modulatorRatio: 1 },
        ...{ index: 1.9, indexRest: 0.3, indexDecaySeconds: 0.55, decaySeconds: 2.2 },
      },
      {
        ...{ level: 0.18, carrierRatio: 1, modulatorRatio: 14 },
        ...{ index: 0.9, indexRest: 0, indexDecaySeconds: 0.09, decaySeconds: 0.5 },
      },
    ],
    amplitude: { attack: 0.003, decay: 1, sustain: 1, release: 0.405 },
    gainDb: -12,
  },
  'fm-bell': {
    oscillators: [],
    fm: [
      {
        ...{ level: 0.7, carrierRatio: 1, modulatorRatio: 3.5 },
        ...{ index: 1.3, indexRest: 0.1, indexDecaySeconds: 0.7, decaySeconds: 1.4 },
      },
      {
        ...{ level: 0.2, carrierRatio: 4, modulatorRatio: 1 },
        ...{ index: 0.6, indexRest: 0, indexDecaySeconds: 0.3, decaySeconds: 0.6 },
      },
    ],
    amplitude: { attack: 0.002, decay: 1, sustain: 1, release: 2.25 },
    gainDb: -12,
  },
  'synth-bass': {
    oscillators: [
      { shape: 'saw', level: 0.55 },
      { shape: 'square', level: 0.35 },
    ],
    filter: {
      ...{ cutoffHz: 260, keyTracking: 0.5, q: 1.1, envelopeOctaves: 2.4, velocityOctaves: 1.5 },
      envelope: { attack: 0.002, decay: 0.16, sustain: 0.25, release: 0.36 },
    },
    amplitude: { attack: 0.003, decay: 0.3, sustain: 0.75, release: 0.135 },
    gainDb: -14,
  },
  'acid-bass': {
    oscillators: [{ shape: 'saw', level: 0.7 }],
    filter: {
      ...{ cutoffHz: 320, keyTracking: 0.4, q: 6, envelopeOctaves: 3, velocityOctaves: 2.5 },
      envelope: { attack: 0.002, decay: 0.14, sustain: 0.05, release: 0.36 },
    },
    amplitude: { attack: 0.002, decay: 0.4, sustain: 0.6, release: 0.068 },
    glideSeconds: 0.06,
    gainDb: -12,
  },
  'reese-bass': {
    oscillators: [
      { shape: 'saw', level: 0.7, unison: { voices: 3, cents: 24, width: 0.5 } },
      { shape: 'sine', level: 0.45 },
    ],
    filter: {
      ...{ cutoffHz: 520, keyTracking: 0.3, q: 1, envelopeOctaves: 0.5, velocityOctaves: 1.2 },
      envelope: { attack: 0.05, decay: 0.6, sustain: 0.5, release: 0.45 },
      lfo: { hertz: 0.4, octaves: 0.6 },
    },
    amplitude: { attack: 0.008, decay: 0.5, sustain: 0.9, release: 0.18 },
    glideSeconds: 0.07,
    gainDb: -13,
  },
  'sub-bass': {
    oscillators: [
      { shape: 'sine', level: 0.8 },
      { shape: 'triangle', level: 0.15 },
    ],
    amplitude: { attack: 0.006, decay: 0.5, sustain: 0.9, release: 0.135 },
    gainDb: -15,
  },
  '808-bass': {
    oscillators: [{ shape: 'sine', level: 0.8 }],
    amplitude: { attack: 0.002, decay: 0.9, sustain: 0.1, release: 0.315 },
    pitchDrop: { semitones: 16, decaySeconds: 0.018 },
    glideSeconds: 0.09,
    driveDb: 5,
    gainDb: -12,
  },
} as const satisfies Record<string, Patch>;

export type PatchId = keyof typeof PATCHES;
