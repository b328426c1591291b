import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { dbToGain, gainToDb } from '../../src/dsp/decibels.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { automaticMixSchema } from '../../src/mixing/automatic-mix.js';
import { mixStems } from '../../src/mixing/mix-stems.js';
import { renderSession } from '../../src/mixing/render-session.js';
import { guessRole } from '../../src/mixing/roles.js';
import { sessionSchema, type Session } from '../../src/mixing/session.js';
import type { Stem } from '../../src/mixing/stem.js';
import { genreOf } from '../../src/mixing/target-spectra.js';
import { amplitudeAt, firstDifference, noise, rms, sine } from '../dsp/signals.js';

const sampleRate = 44_100;
const SECONDS = 8;
const LENGTH = SECONDS * sampleRate;

/** The input of a session, before defaults. */
type Strip = { [setting: string]: unknown };

function session(strips: { [track: string]: Strip }, more: object = {}): Session {
  const tracks = Object.entries(strips).map(([name, { isMuted, isSoloed, ...strip }]) => {
    return { name, role: guessRole(name), isMuted, isSoloed, strip };
  });
  return sessionSchema.parse({ format: 'canto-session', version: 1, tracks, ...more });
}

type WholeStem = Stem & { audio: AudioData };

function stem(name: string, ...channels: Float32Array[]): WholeStem {
  return { name, role: guessRole(name), audio: audioData(sampleRate, channels) };
}

/** Half a song: words with pauses, a chord, a bass, strokes. */
function band(): WholeStem[] {
  const tone = (hz: number, db: number) => sine({ seconds: SECONDS, db, hz, sampleRate });
  const words = tone(330, -20).map((x, i) => (i % 44_100 < 30_000 ? x : 0));
  const chord = [noise(LENGTH, 0.05, 1), noise(LENGTH, 0.05, 2)];
  const hits = noise(LENGTH, 0.8, 3).map((x, i) => x * Math.exp(-(i % 22_050) / 1500));
  return [
    stem('lead vocal', words),
    stem('guitars', ...chord),
    stem('bass', tone(55, -30)),
    stem('drums', hits, hits),
  ];
}

const settings = (more: object = {}) => automaticMixSchema.parse(more);

describe('a session', () => {
  const stereo = stem('guitars', noise(LENGTH, 0.5, 1), noise(LENGTH, 0.5, 2));

  it('with an empty strip gives its stem, bit by bit', async () => {
    const mix = await renderSession(session({ guitars: {} }), [stereo]);
    mix.channels.forEach((channel, c) => {
      expect(firstDifference(channel, stereo.audio.channels[c])).toBe(-1);
    });
  });

  it('keeps all tracks together to the sample, whatever their strips delay', async () => {
    const click = new Float32Array(LENGTH);
    click[20_000] = 0.5;
    const stems = [stem('a', click), stem('b', click), stem('c', click)];
    const mix = await renderSession(
      session({
        a: {},
        b: { compressor: { thresholdDb: 0, lookAheadMs: 7 } },
        c: { saturation: { driveDb: 0, mix: 0 } },
      }),
      stems,
    );
    expect(mix.channels[0][20_000]).toBe(1.5);
    expect(mix.length).toBe(LENGTH);
    expect(mix.channels[0].filter((x) => x !== 0)).toHaveLength(1);
  });

  it('hears soloed tracks alone, and muted ones not', async () => {
    const stems = [stereo, stem('bass', noise(LENGTH, 0.5, 3))];
    const left = async (strips: { [track: string]: Strip }) =>
      (await renderSession(session(strips), stems)).channels[0];
    const [soloed, muted, both] = [
      await left({ guitars: {}, bass: { isSoloed: true } }),
      await left({ guitars: { isMuted: true }, bass: {} }),
      await left({ guitars: {}, bass: {} }),
    ];
    expect(firstDifference(soloed, stems[1].audio.channels[0])).toBe(-1);
    expect(firstDifference(muted, soloed)).toBe(-1);
    expect(both[1000]).toBeCloseTo(soloed[1000] + stereo.audio.channels[0][1000], 6);
  });

  it('follows faders and rides in dB, without steps', async () => {
    const ones = stem('bass', new Float32Array(LENGTH).fill(0.25));
    const ride = [
      { seconds: 2, gainDb: 0 },
      { seconds: 4, gainDb: 6 },
    ];
    const { channels } = await renderSession(session({ bass: { faderDb: -6, ride } }), [ones]);
    const dbAt = (seconds: number) => gainToDb(channels[0][seconds * sampleRate] / 0.25);
    expect(dbAt(1)).toBeCloseTo(-6, 3);
    expect(dbAt(3)).toBeCloseTo(-3, 2);
    expect(dbAt(5)).toBeCloseTo(0, 3);
    const largestStep = channels[0]
      .subarray(1, 5 * sampleRate)
      .reduce((most, x, i) => Math.max(most, Math.abs(x - channels[0][i])), 0);
    expect(largestStep).toBeLessThan(1e-5);
  });

  it('compresses and ducks by another track where it says so', async () => {
    const key = new Float32Array(LENGTH);
    key.set(sine({ seconds: 4, db: -6, hz: 200, sampleRate }), LENGTH / 2);
    const stems = [
      stem('music', sine({ seconds: SECONDS, db: -12, hz: 3000, sampleRate })),
      stem('lead', key),
    ];
    const level = async (strip: Strip, half: 0 | 1) => {
      const mix = await renderSession(session({ music: strip, lead: { isMuted: true } }), stems);
      const from = half * (LENGTH / 2) + sampleRate;
      return gainToDb(amplitudeAt(mix.channels[0], 3000, { from, to: from + 88_200, sampleRate }));
    };
    const squeeze = { compressor: { thresholdDb: -26, ratio: 4, sideChain: 'lead' } };
    expect(await level(squeeze, 0)).toBeCloseTo(-12, 1);
    expect(await level(squeeze, 1)).toBeLessThan(-24);
    const dip = { ducking: { by: 'lead', depthDb: 5 } };
    expect(await level(dip, 0)).toBeCloseTo(-12, 1);
    expect(await level(dip, 1)).toBeCloseTo(-17, 0);
  });

  it('sends to a room and an echo in tempo', async () => {
    const click = new Float32Array(LENGTH);
    click[0] = 1;
    const mix = await renderSession(
      session(
        { lead: { sends: { delay: -6 } } },
        { bpm: 120, delay: { beats: 1, feedback: 0, lowCutHz: 10, highCutHz: 22_000 } },
      ),
      [stem('lead', click)],
    );
    const [left, right] = mix.channels;
    const loudest = left.subarray(100).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(Math.abs(left[22_050])).toBe(loudest); // half a second
    expect(loudest).toBeGreaterThan(0.3);
    expect(rms(right, 100)).toBe(0); // a ping-pong begins on the left
    const wet = await renderSession(session({ lead: { sends: { room: -6 } } }), [
      stem('lead', click),
    ]);
    expect(rms(wet.channels[1], 10_000, 20_000)).toBeGreaterThan(0);
  });

  it('takes short stems as followed by silence, and refuses what it cannot mix', async () => {
    const short = stem('a', noise(100, 0.5));
    const long = stem('b', new Float32Array(50_000));
    const mix = await renderSession(session({ a: {}, b: {} }), [short, long]);
    expect(mix.length).toBe(50_000);
    expect(rms(mix.channels[0], 100)).toBe(0);
    const other: Stem = { ...long, audio: audioData(48_000, [new Float32Array(10)]) };
    await expect(renderSession(session({ a: {}, b: {} }), [short, other])).rejects.toMatchObject({
      code: 'stems-differ',
    });
    await expect(renderSession(session({ a: {}, z: {} }), [short])).rejects.toMatchObject({
      code: 'no-such-stem',
    });
    const keyed = session({ a: { ducking: { by: 'nobody', depthDb: 3 } } });
    await expect(renderSession(keyed, [short])).rejects.toMatchObject({ code: 'no-such-track' });
  });

  it('is refused where it holds what no strip has, or is of another version', () => {
    const parse = (changes: object) =>
      sessionSchema.safeParse({ ...session({ a: {} }), ...changes }).success;
    expect(parse({})).toBe(true);
    expect(parse({ version: 2 })).toBe(false);
    expect(parse({ volume: 11 })).toBe(false);
    expect(parse({ tracks: [{ name: 'a', role: 'lead', strip: { eq: [{ gainDb: 99 }] } }] })).toBe(
      false,
    );
    const twin = { name: 'a', role: 'lead' };
    expect(parse({ tracks: [twin, twin] })).toBe(false);
  });
});

describe('the automatic mix', () => {
  it('writes a session that renders to the same bits again, also after a trip through JSON', async () => {
    const stems = band();
    const { audio, session: made } = await mixStems(stems, settings());
    const read = sessionSchema.parse(JSON.parse(JSON.stringify(made)));
    const again = await renderSession(read, stems);
    expect(firstDifference(again.channels[0], audio.channels[0])).toBe(-1);
    expect(firstDifference(again.channels[1], audio.channels[1])).toBe(-1);
  });

  it('with amount 0 is the sum of the stems', async () => {
    const stems = band();
    const { audio } = await mixStems(stems, settings({ amount: 0 }));
    const sum = stems.map((each) => each.audio.channels[0]);
    const difference = audio.channels[0].map((x, i) => x - sum.reduce((s, c) => s + c[i], 0));
    // −120 dB, of the product; what is left is rounding.
    expect(gainToDb(rms(difference))).toBeLessThan(-120);
  });

  it.each([
    ['pop', 1],
    ['intimate', 3],
    ['podcast', 14],
  ])('%s sets the voice %d LU over the music', async (preset, ratio) => {
    const stems = band();
    const { session: made } = await mixStems(stems, settings({ preset, amount: 1 }));
    const loudness = async (isVocal: boolean) => {
      const tracks = made.tracks.map((track) => {
        const strip = { ...track.strip, sends: {} };
        return { ...track, strip, isMuted: (track.role === 'lead') !== isVocal };
      });
      const { channels } = await renderSession({ ...made, tracks }, stems);
      const sung = channels.map((c) => c.filter((_, i) => i % 44_100 < 28_000 && i > 44_100));
      return measureLoudness(audioData(sampleRate, sung)).integratedLufs;
    };
    const measured = (await loudness(true)) - (await loudness(false));
    expect(Math.abs(measured - ratio)).toBeLessThan(1.5); // windows of 0.4 s reach into pauses
  });

  it('rides the voice where the music gets louder', async () => {
    const seconds = 24;
    const words = sine({ seconds, db: -20, hz: 330, sampleRate });
    const music = noise(seconds * sampleRate, 0.05).map((x, i) =>
      i < 12 * sampleRate ? x : x * dbToGain(6),
    );
    const { session: made, report } = await mixStems(
      [stem('lead', words), stem('guitars', music)],
      settings({ amount: 1 }),
    );
    const { ride } = made.tracks[0].strip;
    expect(ride.length).toBeGreaterThanOrEqual(4);
    const gains = ride.map(({ gainDb }) => gainDb);
    expect(gains.at(-1)! - gains[0]).toBeGreaterThan(3);
    expect(report.vocal?.sections.map(({ toSeconds }) => toSeconds)[0]).toBeCloseTo(12, 0);
  });

  it('makes room for the voice where the music is in its way, and nowhere else', async () => {
    const { session: made } = await mixStems(band(), settings());
    const ducked = made.tracks.filter(({ strip }) => strip.ducking).map(({ name }) => name);
    expect(ducked).toEqual(['guitars']);
  });

  it('stands the lead in the room that was heard', async () => {
    const room = { dry: false, decaySeconds: 0.9, lateDb: -10 };
    const { session: made } = await mixStems(band(), { ...settings(), context: { room } });
    expect(made.room.decaySeconds).toBe(0.9);
    const usual = await mixStems(band(), settings());
    expect(made.tracks[0].strip.sends.room).toBeGreaterThan(
      usual.session.tracks[0].strip.sends.room!,
    );
  });

  it('mixes silence, a single sample, and stems of which none is sung', async () => {
    for (const stems of [
      [stem('lead', new Float32Array(5000)), stem('drums', new Float32Array(5000))],
      [stem('lead', Float32Array.of(0.5))],
      band().slice(1),
    ]) {
      const { audio } = await mixStems(stems, settings());
      expect(audio.channels.every((channel) => channel.every(Number.isFinite))).toBe(true);
    }
    await expect(mixStems([], settings())).rejects.toMatchObject({ code: 'no-stems' });
    const twins = [stem('a', new Float32Array(9)), stem('a', new Float32Array(9))];
    await expect(mixStems(twins, settings())).rejects.toMatchObject({ code: 'same-names' });
  });

  it('stops when cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(mixStems(band(), settings(), { signal })).rejects.toThrow('cancelled');
  });
});

describe('roles and genres', () => {
  it.each([
    ['03_Backing Vox', 'backing'],
    ['Lead Vocal', 'lead'],
    ['lead guitar', 'solo'],
    ['BASS DI', 'bass'],
    ['Kick In', 'drums'],
    ['shaker L', 'percussion'],
    ['Pad warm', 'pad'],
    ['accompaniment', 'music'],
    ['other', 'harmony'],
    ['trap drums', 'drums'],
    ['ghost piano', 'harmony'],
    ['stem 7', 'harmony'],
  ])('"%s" is %s', (name, role) => {
    expect(guessRole(name)).toBe(role);
  });

  it.each([
    ['dreamy 80s synthwave', 'electronic'],
    ['lofi hip hop', 'lo-fi'],
    ['folk ballad', 'acoustic'],
    ['something', 'pop'],
  ])('"%s" is %s', (style, genre) => {
    expect(genreOf(style)).toBe(genre);
  });

  it('a stem of a stereo pair keeps its sides', async () => {
    const pair: AudioData = audioData(sampleRate, [noise(LENGTH, 0.2, 1), noise(LENGTH, 0.2, 2)]);
    const { audio } = await mixStems([{ name: 'pad', role: 'pad', audio: pair }], settings());
    expect(firstDifference(audio.channels[0], audio.channels[1])).toBeGreaterThan(-1);
  });
});
