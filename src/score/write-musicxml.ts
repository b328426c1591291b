import { midiProgramOf } from './general-midi.js';
import { barShape, DIVISIONS, writeBars, type WrittenBar, type WrittenNote } from './notation.js';
import { keyFifths, pitchClassName, spellPitch, usesFlats } from './pitch-names.js';
import type { Chord, Part, Score, Syllable } from './score.js';

/** Chord qualities by MusicXML's names; others are written as `other` with their text. */
const HARMONY_KINDS: Readonly<Record<string, string>> = {
  ...{ '': 'major', m: 'minor', 5: 'power', dim: 'diminished', aug: 'augmented' },
  ...{ sus2: 'suspended-second', sus4: 'suspended-fourth', 6: 'major-sixth', m6: 'minor-sixth' },
  ...{ 7: 'dominant', maj7: 'major-seventh', m7: 'minor-seventh', mmaj7: 'major-minor' },
  ...{ dim7: 'diminished-seventh', m7b5: 'half-diminished', aug7: 'augmented-seventh' },
  ...{ 9: 'dominant-ninth', maj9: 'major-ninth', m9: 'minor-ninth', 11: 'dominant-11th' },
  ...{ m11: 'minor-11th', 13: 'dominant-13th' },
};

/** Below this mean pitch a part is written in the bass clef. */
const BASS_CLEF_BELOW = 57;

/** Where percussion stands on a staff with the treble clef: kick low, snare in the middle, cymbals
 *  high. */
const PERCUSSION_PLACES: readonly (readonly [
  keys: readonly number[],
  step: string,
  octave: number,
])[] = [
  [[35, 36], 'F', 4],
  [[41, 43], 'A', 4],
  [[37, 38, 39, 40], 'C', 5],
  [[45, 47], 'D', 5],
  [[48, 50], 'E', 5],
  [[51, 53, 59], 'F', 5],
  [[42, 46], 'G', 5],
  [[49, 52, 55, 57], 'A', 5],
  [[44], 'D', 4],
];
const CYMBALS = [42, 44, 46, 49, 51, 52, 53, 55, 57, 59];

/** What the writers of one part share. */
interface PartContext {
  part: Part;
  /** `P1` */
  id: string;
  score: Score;
  /** Whether the chord symbols stand over this part. */
  hasHarmony: boolean;
}

/** `score` as MusicXML 4.0 (partwise): a part for each that isn't muted, with key, metre, tempo,
 *  section marks, chord symbols over the first part, and lyrics. Times are rounded to sixteenths or
 *  triplet eighths. */
export function writeMusicXml(score: Score): string {
  const audible = score.parts.filter(({ isMuted }) => !isMuted);
  const contexts = audible.map((part, i) => ({
    part,
    id: `P${i + 1}`,
    score,
    hasHarmony: i === 0,
  }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">',
    '<score-partwise version="4.0">',
    `<work><work-title>${escaped(score.title)}</work-title></work>`,
    '<identification><encoding><software>Canto</software></encoding></identification>',
    `<part-list>${contexts.map(scorePart).join('\n')}</part-list>`,
    ...contexts.map(writePart),
    '</score-partwise>',
    '',
  ].join('\n');
}

function scorePart({ part, id }: PartContext, index: number): string {
  const name = `<part-name>${escaped(part.id)}</part-name>`;
  if (part.role !== 'drums') {
    const channel = (index % 15) + 1;
    return [
      `<score-part id="${id}">${name}`,
      `<score-instrument id="${id}-I1"><instrument-name>${escaped(part.instrument)}</instrument-name></score-instrument>`,
      `<midi-instrument id="${id}-I1"><midi-channel>${channel < 10 ? channel : channel + 1}</midi-channel>`,
      `<midi-program>${midiProgramOf(part.instrument) + 1}</midi-program></midi-instrument></score-part>`,
    ].join('');
  }
  const keys = [...new Set(part.notes.map(({ pitch }) => pitch))].sort((a, b) => a - b);
  return [
    `<score-part id="${id}">${name}`,
    ...keys.map(
      (key) =>
        `<score-instrument id="${id}-I${key}"><instrument-name>Percussion ${key}</instrument-name></score-instrument>`,
    ),
    ...keys.map(
      (key) =>
        `<midi-instrument id="${id}-I${key}"><midi-channel>10</midi-channel><midi-unpitched>${key + 1}</midi-unpitched></midi-instrument>`,
    ),
    '</score-part>',
  ].join('');
}

function writePart(context: PartContext): string {
  const { part, id, score } = context;
  const bars = writeBars(part.notes, score, { isPercussion: part.role === 'drums' });
  const syllabic = syllabicOf(part);
  const measures = bars.map((bar, i) =>
    [
      `<measure number="${i + 1}">`,
      ...(i === 0 ? [attributes(context), tempo(score)] : []),
      ...marksOf(context, i),
      ...writeMeasure(bar, { ...context, syllabic }),
      ...(i === bars.length - 1
        ? ['<barline location="right"><bar-style>light-heavy</bar-style></barline>']
        : []),
      '</measure>',
    ].join('\n'),
  );
  return `<part id="${id}">\n${measures.join('\n')}\n</part>`;
}

function attributes({ part, score }: PartContext): string {
  const { key, metre } = score;
  return [
    `<attributes><divisions>${DIVISIONS}</divisions>`,
    `<key><fifths>${keyFifths(key)}</fifths><mode>${key.mode}</mode></key>`,
    `<time><beats>${metre.beatsPerBar}</beats><beat-type>${metre.beatUnit}</beat-type></time>`,
    `${clefOf(part)}</attributes>`,
  ].join('');
}

function clefOf({ role, notes }: Part): string {
  if (role === 'drums') return '<clef><sign>percussion</sign></clef>';
  const mean = notes.reduce((sum, { pitch }) => sum + pitch, 0) / (notes.length || 1);
  if (notes.length > 0 && mean < BASS_CLEF_BELOW)
    return '<clef><sign>F</sign><line>4</line></clef>';
  return '<clef><sign>G</sign><line>2</line></clef>';
}

function tempo({ bpm }: Score): string {
  const perMinute = Math.round(bpm * 100) / 100;
  return [
    '<direction placement="above"><direction-type><metronome><beat-unit>quarter</beat-unit>',
    `<per-minute>${perMinute}</per-minute></metronome></direction-type><sound tempo="${perMinute}"/></direction>`,
  ].join('');
}

/** Section marks and chord symbols of bar `index`, at their places by offset. */
function marksOf({ hasHarmony, score }: PartContext, index: number): string[] {
  if (!hasHarmony) return [];
  const { bar } = barShape(score);
  const offsetOf = (beat: number) => Math.round(beat * DIVISIONS) - index * bar;
  const isHere = ({ startBeat }: { startBeat: number }) =>
    offsetOf(startBeat) >= 0 && offsetOf(startBeat) < bar;
  return [
    ...score.sections
      .filter(isHere)
      .map(
        ({ name, startBeat }) =>
          `<direction placement="above"><direction-type><rehearsal>${escaped(name)}</rehearsal></direction-type><offset>${offsetOf(startBeat)}</offset></direction>`,
      ),
    ...score.chords
      .filter(isHere)
      .map((chord) => harmony(chord, offsetOf(chord.startBeat), usesFlats(score.key))),
  ];
}

function harmony({ root, quality, bass }: Chord, offset: number, useFlats: boolean): string {
  const kind = HARMONY_KINDS[quality] ?? 'other';
  return [
    `<harmony><root>${namedPitch('root', root, useFlats)}</root>`,
    `<kind text="${escaped(quality)}">${kind}</kind>`,
    bass === undefined ? '' : `<bass>${namedPitch('bass', bass, useFlats)}</bass>`,
    `<offset>${offset}</offset></harmony>`,
  ].join('');
}

function namedPitch(of: 'root' | 'bass', pitchClass: number, useFlats: boolean): string {
  const name = pitchClassName(pitchClass, useFlats);
  const alter = name.endsWith('#') ? 1 : -1;
  const altered = name.length > 1 ? `<${of}-alter>${alter}</${of}-alter>` : '';
  return `<${of}-step>${name[0]}</${of}-step>${altered}`;
}

type Syllabic = 'single' | 'begin' | 'middle' | 'end';
type MeasureContext = PartContext & { syllabic: ReadonlyMap<Syllable, Syllabic> };

/** Where in its word each syllable of a part stands. */
function syllabicOf({ notes }: Part): Map<Syllable, Syllabic> {
  const places = new Map<Syllable, Syllabic>();
  let goesOn = false;
  for (const { syllable } of notes) {
    if (!syllable?.text) continue;
    const { isContinued } = syllable;
    places.set(
      syllable,
      goesOn ? (isContinued ? 'middle' : 'end') : isContinued ? 'begin' : 'single',
    );
    goesOn = isContinued;
  }
  return places;
}

function writeMeasure(bar: WrittenBar, context: MeasureContext): string[] {
  const { bar: length, beat } = barShape(context.score);
  return bar.flatMap((voice, v) => {
    const beams = beamsOf(voice, beat);
    const notes = voice.flatMap((written, i) =>
      writeNote(written, { ...context, voice: v + 1, beams: beams[i], tuplet: tupletOf(voice, i) }),
    );
    return v === 0 ? notes : [`<backup><duration>${length}</duration></backup>`, ...notes];
  });
}

interface NoteContext extends MeasureContext {
  voice: number;
  beams: string;
  tuplet: string;
}

function writeNote(written: WrittenNote, context: NoteContext): string[] {
  if (written.notes.length === 0) return [restElement(written, context)];
  return written.notes.map((note, i) => {
    const { part, id, score, voice, beams, tuplet } = context;
    const isDrum = part.role === 'drums';
    const ties = [written.tiedFrom ? 'stop' : '', written.tiedTo ? 'start' : ''].filter(Boolean);
    const notations =
      ties.map((type) => `<tied type="${type}"/>`).join('') + (i === 0 ? tuplet : '');
    return [
      '<note>',
      i > 0 ? '<chord/>' : '',
      isDrum ? unpitched(note.pitch) : pitched(note.pitch, usesFlats(score.key)),
      `<duration>${written.duration}</duration>`,
      ...ties.map((type) => `<tie type="${type}"/>`),
      isDrum ? `<instrument id="${id}-I${note.pitch}"/>` : '',
      `<voice>${voice}</voice>`,
      valueOf(written),
      isDrum && CYMBALS.includes(note.pitch) ? '<notehead>x</notehead>' : '',
      i === 0 ? beams : '',
      notations && `<notations>${notations}</notations>`,
      written.tiedFrom ? '' : lyric(note.syllable, context),
      '</note>',
    ].join('');
  });
}

function restElement(written: WrittenNote, { voice, tuplet }: NoteContext): string {
  return [
    `<note><rest/><duration>${written.duration}</duration><voice>${voice}</voice>`,
    valueOf(written),
    tuplet && `<notations>${tuplet}</notations>`,
    '</note>',
  ].join('');
}

function valueOf({ type, dots, isTriplet }: WrittenNote): string {
  const modification = isTriplet
    ? '<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>'
    : '';
  return `<type>${type}</type>${'<dot/>'.repeat(dots)}${modification}`;
}

function pitched(pitch: number, useFlats: boolean): string {
  const { step, alter, octave } = spellPitch(Math.round(pitch), useFlats);
  const altered = alter === 0 ? '' : `<alter>${alter}</alter>`;
  return `<pitch><step>${step}</step>${altered}<octave>${octave}</octave></pitch>`;
}

function unpitched(key: number): string {
  const [, step, octave] = PERCUSSION_PLACES.find(([keys]) => keys.includes(key)) ?? [[], 'B', 4];
  return `<unpitched><display-step>${step}</display-step><display-octave>${octave}</display-octave></unpitched>`;
}

function lyric(syllable: Syllable | undefined, { syllabic }: MeasureContext): string {
  if (!syllable) return '';
  if (!syllable.text) return '<lyric><extend/></lyric>';
  const place = syllabic.get(syllable) ?? 'single';
  return `<lyric><syllabic>${place}</syllabic><text>${escaped(syllable.text)}</text></lyric>`;
}

/** How many beams a value has. */
function beamCount({ type, notes }: WrittenNote): number {
  if (notes.length === 0) return 0;
  return type === '16th' ? 2 : type === 'eighth' ? 1 : 0;
}

/** The beam elements of each note of a voice: what is short is joined within a beat. */
function beamsOf(voice: readonly WrittenNote[], beat: number): string[] {
  const isJoined = (a: WrittenNote | undefined, b: WrittenNote | undefined, level: number) =>
    a !== undefined &&
    b !== undefined &&
    Math.min(beamCount(a), beamCount(b)) >= level &&
    Math.floor(a.start / beat) === Math.floor(b.start / beat);
  return voice.map((written, i) => {
    const levels = [1, 2].filter((level) => level <= beamCount(written));
    const isBeamed = isJoined(voice[i - 1], written, 1) || isJoined(written, voice[i + 1], 1);
    if (!isBeamed) return '';
    return levels
      .map((level) => {
        const before = isJoined(voice[i - 1], written, level);
        const after = isJoined(written, voice[i + 1], level);
        const hook = isJoined(voice[i - 1], written, 1) ? 'backward hook' : 'forward hook';
        const kind = before ? (after ? 'continue' : 'end') : after ? 'begin' : hook;
        return `<beam number="${level}">${kind}</beam>`;
      })
      .join('');
  });
}

/** Where triplets begin and end: those of one quarter note belong together. */
function tupletOf(voice: readonly WrittenNote[], i: number): string {
  if (!voice[i].isTriplet) return '';
  const group = (written?: WrittenNote) =>
    written?.isTriplet ? Math.floor(written.start / DIVISIONS) : undefined;
  const own = group(voice[i]);
  return [
    group(voice[i - 1]) === own ? '' : '<tuplet type="start"/>',
    group(voice[i + 1]) === own ? '' : '<tuplet type="stop"/>',
  ].join('');
}

function escaped(text: string): string {
  const printable = text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
  return printable
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
