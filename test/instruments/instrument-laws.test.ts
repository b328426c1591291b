import { describe, expect, it } from 'vitest';
import { toMono } from '../../src/audio/audio-data.js';
import { instruments, requireInstrument } from '../../src/instruments/catalogue.js';
import { median, note, pitchTrack, play, rms, SAMPLE_RATE } from './play.js';

const melodic = instruments.filter(({ family }) => family !== 'drums');
const drums = instruments.filter(({ family }) => family === 'drums');

/** No pitch of theirs is that of a harmonic sound: bells and skins. */
const INHARMONIC = ['timpani', 'tubular-bells', 'fm-bell', 'muted-guitar'];
/** Drawbars an octave below the key are part of the sound, and what a pitch tracker hears. */
const OCTAVE_BELOW = ['organ', 'rock-organ'];
/** Many players, or several oscillators, are never in tune to the cent. */
const ENSEMBLES = [
  ...['strings', 'slow-strings', 'tremolo-strings', 'choir', 'supersaw', 'synth-strings'],
  ...['synth-pad', 'sweep-pad', 'synth-brass', 'reese-bass', 'honky-tonk-piano', 'synth-pluck'],
  ...['acid-bass'],
];

describe.each(melodic.map(({ id }) => id))('%s', (id) => {
  const { range } = requireInstrument(id);
  // Where the tracker hears best, within the range.
  // (Of a bassoon's low notes it takes the fifth harmonic for the first.)
  const best = id === 'bassoon' ? 68 : 57;
  const pitch = Math.min(range.highest - 3, Math.max(range.lowest + 3, best));

  it('is in tune', async () => {
    if (INHARMONIC.includes(id) || pitch > 76) return;
    const sound = await play(id, [note(pitch, 0, { endSeconds: 0.8 })], { seconds: 0.9 });
    const heard = (await pitchTrack(sound)).slice(12, 75).filter((each) => !Number.isNaN(each));
    const offset = OCTAVE_BELOW.includes(id) ? -12 : 0;
    const cents = 100 * (median(heard) - pitch - offset);
    expect(heard.length).toBeGreaterThan(20);
    // 2 cents, and as much for the tracker.
    expect(Math.abs(cents)).toBeLessThan(ENSEMBLES.includes(id) ? 6 : 4);
  });

  it('is louder the harder it is played, and silent in the end', async () => {
    const velocities = [0.2, 0.5, 0.8];
    const strokes = velocities.map((velocity, n) =>
      note(pitch, n, { velocity, endSeconds: n + 0.3 }),
    );
    const sound = await play(id, strokes, { seconds: 6 });
    const [left, right] = sound.channels;
    const levels = velocities.map((_, n) => rms(left, n, n + 0.4));
    expect(levels[0]).toBeGreaterThan(1e-4);
    expect(levels[1]).toBeGreaterThan(levels[0]);
    expect(levels[2]).toBeGreaterThan(levels[1] * 0.99); // What is distorted can't get louder.
    expect(Math.max(rms(left, 5.5), rms(right, 5.5))).toBeLessThan(levels[2] / 30);
    expect(left[sound.length - 1]).toBeCloseTo(0, 6);
  });
});

describe.each(drums.map(({ id }) => id))('%s', (id) => {
  it('plays every key, louder the harder it is struck, and then is silent', async () => {
    for (const key of [36, 38, 42, 46, 45, 49, 51]) {
      const strokes = [0.3, 0.6, 0.9].map((velocity, n) => note(key, n, { velocity }));
      const { channels } = await play(id, strokes, { seconds: 3 });
      const [soft, middle, hard] = [0, 1, 2].map((n) => rms(channels[0], n, n + 0.1));
      expect(soft, `key ${key}`).toBeGreaterThan(1e-4);
      expect(middle).toBeGreaterThan(soft);
      expect(hard).toBeGreaterThan(middle);
    }
  });

  it('closes an open hi-hat with a closed one', async () => {
    const open = await play(id, [note(46)]);
    const closed = await play(id, [note(46), note(42, 0.15)]);
    expect(rms(closed.channels[0], 0.3, 0.6)).toBeLessThan(
      rms(open.channels[0], 0.3, 0.6) / 2 + 1e-6,
    );
  });
});

describe('an instrument', () => {
  const kinds = [
    'piano',
    'violin',
    'acoustic-guitar',
    'distorted-guitar',
    'synth-lead',
    'supersaw',
    '909-kit',
    'drum-kit',
  ];

  it.each(kinds)('makes the same of the same notes: %s', async (id) => {
    const notes = [note(45), note(57, 0.2), note(45, 0.5)];
    const [once, again] = [await play(id, notes), await play(id, notes)];
    expect(again.channels).toEqual(once.channels);
  });

  it.each(['piano', 'acoustic-guitar', 'synth-pad', 'drum-kit', '808-kit'])(
    'adds notes up, each by itself: %s',
    async (id) => {
      const [low, high] = [note(48, 0.1), note(55, 0.3)];
      const [both, first, second] = [
        await play(id, [low, high]),
        await play(id, [low]),
        await play(id, [high]),
      ];
      const sum = first.channels[0].map((x, i) => x + second.channels[0][i]);
      const worst = both.channels[0].reduce(
        (most, x, i) => Math.max(most, Math.abs(x - sum[i])),
        0,
      );
      expect(worst).toBeLessThan(1e-6); // Of floats, and filters that are linear.
    },
  );

  it.each(['violin', 'acoustic-guitar', 'electric-guitar', 'synth-lead', 'sub-bass', 'flute'])(
    'follows a bend: %s',
    async (id) => {
      const { range } = requireInstrument(id);
      const pitch = Math.min(62, range.highest - 4);
      const bend = [
        [0.2, 0],
        [0.6, 2],
        [0.8, 2],
        [1, 0.5],
      ] as const;
      const sound = await play(id, [note(pitch + 0.3, 0, { endSeconds: 1.2, bend })], {
        seconds: 1.3,
      });
      const track = await pitchTrack(sound);
      const errors = [15, 30, 40, 50, 70, 75, 90, 110].map((frame) => {
        const t = frame / 100;
        const up =
          t < 0.2 ? 0 : t < 0.6 ? 5 * (t - 0.2) : t < 0.8 ? 2 : t < 1 ? 2 - 7.5 * (t - 0.8) : 0.5;
        return 100 * Math.abs(track[frame] - pitch - 0.3 - up);
      });
      expect(median(errors)).toBeLessThan(5);
      expect(Math.max(...errors)).toBeLessThan(25);
    },
  );

  it.each(['organ', 'strings', 'sub-bass', 'synth-pad', 'flute', 'bass', 'nylon-guitar', 'brass'])(
    'ends its notes without a click: %s',
    async (id) => {
      const sound = toMono(await play(id, [note(52.5, 0, { endSeconds: 0.6137 })]));
      const roughness = (from: number, to: number) => {
        let most = 0;
        for (let i = Math.round(from * SAMPLE_RATE); i < to * SAMPLE_RATE; i++) {
          most = Math.max(most, Math.abs(sound[i + 1] - 2 * sound[i] + sound[i - 1]));
        }
        return most;
      };
      expect(roughness(0.58, 0.99)).toBeLessThan(1.3 * roughness(0.25, 0.58) + 1e-5);
    },
  );

  it('plays what it cannot reach in the nearest octave', async () => {
    const sound = await play('flute', [note(43, 0, { endSeconds: 0.7 })]);
    expect(median((await pitchTrack(sound)).slice(15, 60))).toBeCloseTo(67, 1);
  });

  it('mutes strings with the palm', async () => {
    const open = await play('electric-guitar', [note(45)]);
    const muted = await play('electric-guitar', [note(45, 0, { articulation: 'palm-mute' })]);
    const sustained = ({ channels }: typeof open) =>
      rms(channels[0], 0.3, 0.5) / rms(channels[0], 0, 0.1);
    expect(sustained(muted)).toBeLessThan(sustained(open) / 4);
  });

  it('glides where notes of a gliding synthesiser overlap', async () => {
    const sound = await play(
      '808-bass',
      [note(45, 0, { endSeconds: 0.6 }), note(57, 0.5, { endSeconds: 1.2 })],
      { seconds: 1.3 },
    );
    const track = await pitchTrack(sound);
    expect(track[40]).toBeCloseTo(45, 0);
    expect(track[54]).toBeLessThan(56.5);
    expect(track[80]).toBeCloseTo(57, 0);
  });
});
