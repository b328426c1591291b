import { describe, expect, it } from 'vitest';
import { parseChord } from '../../src/score/chord-symbol.js';
import type { Score } from '../../src/score/score.js';
import { editSong } from '../../src/songs/editing/edit-song.js';
import { songEditSchema, type SongEdit } from '../../src/songs/editing/song-edit.js';
import { makeSong } from '../../src/songs/make-song.js';
import { parseSong, writeSong } from '../../src/songs/song.js';

const { song } = makeSong('pop about the sea, 100 bpm, in C major', {
  seed: 4,
  durationSeconds: 110,
});
const edit = (...edits: unknown[]) =>
  editSong(
    song,
    edits.map((each) => songEditSchema.parse(each)),
  );
const section = (name: string) => song.score.sections.find((each) => each.name === name)!;

/** Ids of the parts whose notes differ, with the sections that they differ in. */
function differences(a: Score, b: Score): string[] {
  return a.parts.flatMap((part, i) =>
    a.sections.flatMap(({ name, startBeat, durationBeats }) => {
      const cell = ({ notes }: typeof part) =>
        JSON.stringify(
          notes.filter(
            (note) => note.startBeat >= startBeat && note.startBeat < startBeat + durationBeats,
          ),
        );
      return cell(part) === cell(b.parts[i]) ? [] : [`${name}/${part.id}`];
    }),
  );
}

describe('a song file', () => {
  it('is read as it was written', () => {
    expect(parseSong(writeSong(song))).toEqual(song);
  });

  it('that is none is refused', () => {
    const broken = [
      '',
      '{}',
      'null',
      '[]',
      '{"version":1}',
      JSON.stringify({ ...song, version: 2 }),
      JSON.stringify({ ...song, plan: { ...song.plan, bpm: -1 } }),
      JSON.stringify({ ...song, score: { ...song.score, sections: [] } }),
    ];
    for (const text of broken)
      expect(() => parseSong(text), text.slice(0, 40)).toThrow(
        expect.objectContaining({ code: 'bad-song' }),
      );
  });
});

describe('an edit', () => {
  it('of the bass of the second verse leaves every other note as it is', () => {
    const edited = edit({ edit: 'regenerate', section: 'verse 2', part: 'bass' });
    expect(differences(song.score, edited.score)).toEqual(['verse 2/bass']);
    expect(edited.score.chords).toEqual(song.score.chords);
  });

  it('of a part leaves all others', () => {
    const changed = differences(song.score, edit({ edit: 'regenerate', part: 'keys' }).score);
    expect(changed.length).toBeGreaterThan(2);
    expect(changed.every((cell) => cell.endsWith('/keys'))).toBe(true);
  });

  it('of a section leaves all others', () => {
    const changed = differences(
      song.score,
      edit({ edit: 'regenerate', section: 'chorus 1' }).score,
    );
    expect(changed.length).toBeGreaterThan(2);
    expect(changed.every((cell) => cell.startsWith('chorus 1/'))).toBe(true);
  });

  it('composes something else each time', () => {
    const again: SongEdit = { edit: 'regenerate', section: 'verse 1', part: 'bass' };
    const takes = [1, 2, 3, 4].map((count) =>
      JSON.stringify(edit(...Array<SongEdit>(count).fill(again)).score.parts),
    );
    expect(new Set(takes).size).toBeGreaterThan(2);
    expect(takes[0]).not.toBe(JSON.stringify(song.score.parts));
  });

  it('of the tempo changes no note', () => {
    const edited = edit({ edit: 'tempo', bpm: 131 });
    expect([edited.score.bpm, edited.plan.bpm]).toEqual([131, 131]);
    expect(edited.score.parts).toEqual(song.score.parts);
  });

  it('of the key moves all pitches alike, and no drum', () => {
    const edited = edit({ edit: 'key', key: 'D major' });
    for (const [i, { role, notes }] of edited.score.parts.entries()) {
      const shifts = notes.map(
        ({ pitch }, n) => (pitch - song.score.parts[i].notes[n].pitch + 120) % 12,
      );
      expect(new Set(shifts)).toEqual(
        new Set(notes.length === 0 ? [] : [role === 'drums' ? 0 : 2]),
      );
    }
    expect(edited.score.chords.map(({ root }) => root)).toEqual(
      song.score.chords.map(({ root }) => (root + 2) % 12),
    );
  });

  it('of a chord is heard in its bar, and nowhere else', () => {
    const edited = edit({ edit: 'chord', section: 'verse 1', bar: 2, chord: 'Fm6' });
    const at = section('verse 1').startBeat + 4;
    expect(edited.score.chords.find(({ startBeat }) => startBeat === at)).toMatchObject(
      parseChord('Fm6'),
    );
    const isOutside = ({
      startBeat,
      durationBeats,
    }: {
      startBeat: number;
      durationBeats: number;
    }) => startBeat + durationBeats <= at - 1 || startBeat >= at + 4;
    const outside = (score: Score) => score.parts.map(({ notes }) => notes.filter(isOutside));
    expect(outside(edited.score)).toEqual(outside(song.score));
    expect(edited.score.parts).not.toEqual(song.score.parts);
  });

  it('of a line changes what is sung there alone', () => {
    const edited = edit({ edit: 'line', line: 1, text: 'An entirely different beginning' });
    const words = edited.score.parts[0].notes.map(({ syllable }) => syllable?.text).join('');
    expect(words).toContain('beginning');
    expect(differences(song.score, edited.score).every((cell) => cell.endsWith('-vocal'))).toBe(
      true,
    );
  });

  it('of an instrument keeps the notes, in its range', () => {
    const edited = edit({ edit: 'instrument', part: 'bass', instrument: 'double bass' });
    const part = edited.score.parts.find(({ id }) => id === 'bass')!;
    expect(part.instrument).toBe('upright-bass');
    expect(part.notes.map(({ pitch }) => pitch % 12)).toEqual(
      song.score.parts.find(({ id }) => id === 'bass')!.notes.map(({ pitch }) => pitch % 12),
    );
  });

  it('mutes and unmutes', () => {
    const muted = edit({ edit: 'mute', part: 'drums' });
    expect(muted.score.parts.find(({ id }) => id === 'drums')!.isMuted).toBe(true);
    expect(editSong(muted, [{ edit: 'mute', part: 'drums', isMuted: false }])).toEqual(song);
  });

  it('makes it longer, with what follows moved on', () => {
    const edited = edit({ edit: 'extend', kind: 'chorus', bars: 8 });
    expect(edited.plan.form).toHaveLength(song.plan.form.length + 1);
    const outro = edited.score.sections.at(-1)!;
    expect(outro.startBeat).toBe(song.score.sections.at(-1)!.startBeat + 32);
    expect(parseSong(writeSong(edited))).toEqual(edited);
  });

  it('builds the lead on a given theme', () => {
    const notes = [60, 64, 67, 72, 71, 67].map((pitch, i) => ({
      startBeat: i,
      durationBeats: 1,
      pitch,
    }));
    const { score } = editSong(
      makeSong('pop instrumental in C major', { seed: 1, durationSeconds: 60 }).song,
      [{ edit: 'theme', notes }],
    );
    const lead = score.parts.find(({ role }) => role === 'lead')!;
    const verse = score.sections.find(({ kind }) => kind === 'verse')!;
    const first = lead.notes.filter(({ startBeat }) => startBeat >= verse.startBeat).slice(0, 4);
    expect(first.map(({ startBeat }) => startBeat - verse.startBeat)).toEqual([0, 1, 2, 3]);
  });

  it('of what is not there is refused', () => {
    const wrong: [object, string][] = [
      [{ edit: 'regenerate', section: 'verse 9' }, 'no-such-section'],
      [{ edit: 'regenerate', part: 'tuba' }, 'no-such-part'],
      [{ edit: 'regenerate' }, 'bad-edit'],
      [{ edit: 'chord', section: 'verse 1', bar: 99, chord: 'C' }, 'no-such-chord'],
      [{ edit: 'chord', section: 'verse 1', bar: 1, chord: 'H' }, 'bad-chord'],
      [{ edit: 'line', line: 900, text: 'x' }, 'no-such-line'],
      [{ edit: 'key', key: 'Q' }, 'bad-key'],
      [{ edit: 'instrument', part: 'bass', instrument: 'theremin' }, 'no-such-instrument'],
    ];
    for (const [each, code] of wrong)
      expect(() => edit(each), JSON.stringify(each)).toThrow(expect.objectContaining({ code }));
  });
});
