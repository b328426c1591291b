import { describe, expect, it } from 'vitest';
import { instruments } from '../../src/instruments/catalogue.js';
import { keyName } from '../../src/score/pitch-names.js';
import { composeSong } from '../../src/songs/composing/compose-song.js';
import { parseForm } from '../../src/songs/plan/form.js';
import { planSong } from '../../src/songs/plan/plan-song.js';
import { readPrompt } from '../../src/songs/plan/read-prompt.js';
import { songPlanSchema } from '../../src/songs/plan/song-plan.js';
import { classifyStyle } from '../../src/songs/plan/style-classifier.js';
import { styles } from '../../src/songs/styles/index.js';
import { seededRandom } from '../../src/dsp/random.js';
import { PROMPTS } from './support/prompts.js';

const plan = (prompt: string, options: object = {}) =>
  planSong(prompt, { seed: 1, ...options }).plan;

describe('a prompt', () => {
  it.each(PROMPTS)('is understood: $prompt', ({ prompt, expected }) => {
    const { bpm, key, metre, style, vocal, parts, seconds } = summary(prompt);
    const { instruments: named, without, ...facts } = expected;
    expect({ bpm, key, metre, style, vocal, seconds }).toMatchObject(facts);
    for (const instrument of named ?? []) expect(parts).toContain(instrument);
    for (const word of without ?? [])
      expect(parts.filter((part) => part.includes(word))).toEqual([]);
  });

  it('never wins over an option', () => {
    const key = { tonic: 3, mode: 'major' } as const;
    const options = {
      bpm: 133.5,
      key,
      isInstrumental: true,
      durationSeconds: 40,
      style: 'jazz',
      structure: 'verse:4 chorus:4',
    };
    const planned = plan('90 bpm synthwave in A minor, female voice, 3 minutes', options);
    expect(planned).toMatchObject({ bpm: 133.5, key, vocal: 'none', style: 'jazz' });
    expect(planned.form.map(({ kind, bars }) => `${kind}:${bars}`)).toEqual([
      'verse:4',
      'chorus:4',
    ]);
  });

  it('says what it ignored', () => {
    expect(planSong('pop with a theremin and flibbertigibbet', { seed: 1 }).ignored).toEqual([
      'theremin',
      'flibbertigibbet',
    ]);
  });

  it('may be anything at all', () => {
    const random = seededRandom(2);
    const pieces = [
      'no',
      'without',
      '120',
      'bpm',
      '3/4',
      '💥',
      'piano',
      'A',
      '#',
      'minor',
      '(((',
      '\\',
      '[',
      '*+?',
      '\u0000',
      'İ',
      'drum',
      'and',
      '999999',
      ':',
      '-',
      'about',
      'ﬀ',
      'solo',
      '{}',
      '__proto__',
    ];
    for (let i = 0; i < 300; i++) {
      const text = Array.from(
        { length: random() * 20 },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join(random() < 0.5 ? ' ' : '');
      const planned = plan(text, { seed: i });
      expect(songPlanSchema.safeParse(planned).error, text).toBeUndefined();
    }
    expect(readPrompt('no '.repeat(100_000)).ignored).toBeDefined();
  });

  it('makes a song that its instruments are heard in', () => {
    for (const { prompt, expected } of PROMPTS.filter(
      ({ expected: { instruments: named } }) => named,
    )) {
      const score = composeSong(plan(prompt, { durationSeconds: 40 }), new Map());
      for (const instrument of expected.instruments ?? []) {
        const notes = score.parts
          .filter((part) => part.instrument === instrument)
          .flatMap((part) => part.notes);
        expect(notes.length, `${instrument} in ${prompt}`).toBeGreaterThan(4);
      }
    }
  });

  function summary(prompt: string) {
    const { bpm, key, metre, style, vocal, form, parts } = plan(prompt);
    const bars = form.reduce((sum, section) => sum + section.bars, 0);
    const seconds =
      Math.round((bars * metre.beatsPerBar * 4 * 60) / metre.beatUnit / bpm / 10) * 10;
    return {
      ...{ bpm, style, vocal, seconds, key: keyName(key) },
      metre: `${metre.beatsPerBar}/${metre.beatUnit}`,
      parts: parts.map(({ instrument }) => instrument),
    };
  }
});

describe('styles', () => {
  it('play on instruments that exist', () => {
    const ids = new Set(instruments.map(({ id }) => id));
    for (const { id, parts, drums, melody } of styles) {
      const used = [
        melody.instrument,
        ...(drums ? [drums.kit] : []),
        ...parts.map(({ instrument }) => instrument),
      ];
      expect(
        used.filter((instrument) => !ids.has(instrument)),
        id,
      ).toEqual([]);
    }
  });

  it('are at least 20, each with patterns and figures of whole bars', () => {
    expect(styles.length).toBeGreaterThanOrEqual(20);
    for (const { id, parts, drums, metre } of styles) {
      const bar = (metre.beatsPerBar * 16) / metre.beatUnit;
      const patterns = drums ? [...Object.values(drums.patterns).flat(), ...drums.fills] : [];
      const lines = patterns.flatMap((pattern) => Object.values(pattern));
      const figures = parts
        .flatMap((part) => part.figures)
        .filter((figure) => !/^(hold|line|walk)$/.test(figure));
      for (const line of [...lines, ...figures]) expect(line.length % bar, `${id} ${line}`).toBe(0);
    }
  });

  it('are recognised by what they are called', () => {
    for (const { id, name } of styles) expect(plan(name).style, name).toBe(id);
  });

  it('are guessed from descriptions, better than by chance', () => {
    const described = {
      trap: 'dark 808 bass and rolling hi-hats',
      jazz: 'smoky bar with a walking bass and a ride cymbal',
      country: 'a pickup truck on a dusty road with a banjo',
      techno: 'pounding warehouse party in berlin',
      'bossa-nova': 'a beach in rio with a nylon guitar',
      ambient: 'slowly evolving pads floating in space',
    };
    for (const [style, prompt] of Object.entries(described))
      expect(classifyStyle(prompt)[0].style, prompt).toBe(style);
  });
});

describe('a structure', () => {
  it('is read with or without bars, in any writing', () => {
    expect(parseForm('Intro:4, verse → chorus 2 outro:2').map(({ kind }) => kind)).toEqual([
      'intro',
      'verse',
      'chorus',
      'outro',
    ]);
  });

  it('that is none is refused', () => {
    for (const text of ['', 'foo', 'verse:0', 'verse:999', 'constructor:4']) {
      expect(() => parseForm(text), text).toThrow(
        expect.objectContaining({ code: 'bad-structure' }),
      );
    }
  });
});
