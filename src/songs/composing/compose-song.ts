import type { Chord, Note, Part, Score } from '../../score/score.js';
import { instrumentNamed } from '../../instruments/catalogue.js';
import type { PlannedPart, SongPlan } from '../plan/song-plan.js';
import { singerRange } from '../plan/singer.js';
import { styleOf } from '../styles/index.js';
import type { MelodyStyle, Style } from '../styles/style.js';
import { composeBass } from './bass.js';
import { withoutParallels } from './breaking-parallels.js';
import { composeChordsPart } from './comping.js';
import { composeDrums } from './drums.js';
import { framesOf, type SectionFrame } from './frame.js';
import { composeChords } from './harmony.js';
import { harmonise } from './harmony-voice.js';
import { loudnessIn } from './loudness.js';
import { mannerOf } from './manner.js';
import { composeMelody } from './melody.js';
import type { PartRequest } from './part-request.js';
import type { SungLine } from './sung-line.js';
import { pitchClassOf } from './tones.js';

/** The sections where an instrument has the melody, in pieces without and with a singer. */
const PLAYED = ['verse', 'pre-chorus', 'chorus', 'post-chorus', 'hook', 'bridge', 'solo', 'drop'];
const PLAYED_BESIDE_SINGER = ['solo', 'drop'];
/** Share of an instrument's range, about its middle, that melodies keep to; and how wide at most. */
const MELODY_SPAN = 21;
const LINE_STYLE = { notesPerBar: 1.6, syncopation: 0.2, grid: 0.5, leaps: 0.35 } as const;
const LEAD_VELOCITY = 0.72;
const COUNTER_VELOCITY = 0.5;
/** A second voice joins the singer from this energy on. */
const HARMONY_FROM_ENERGY = 0.75;

/** What is sung where: the lines of each section, by its name. */
export type SungLines = ReadonlyMap<string, readonly SungLine[]>;

/** The whole piece that a plan describes. The same plan gives the same score; what of it belongs to one
 *  section and one part depends on the seeds of those alone.
 *  @param lines of the sections that are sung */
export function composeSong(plan: SongPlan, lines: SungLines): Score {
  const style = styleOf(plan.style);
  const frames = framesOf(plan);
  const sections = frames.map((frame) => composeSection(plan, { style, frame, lines }));
  const { title, bpm, metre, key } = plan;
  return {
    ...{ title, bpm, metre, key },
    feel: {
      swing: plan.swing.amount,
      swungBeats: plan.swing.unit === 8 ? 0.5 : 0.25,
      looseness: style.looseness,
    },
    sections: frames.map(({ name, kind, startBeat, durationBeats, energy }) => ({
      ...{ name, kind, startBeat, durationBeats, energy },
    })),
    chords: sections.flatMap(({ chords }) => chords),
    parts: plan.parts.map((part): Part => ({
      ...{ id: part.id, role: part.role, instrument: part.instrument, isMuted: part.isMuted },
      notes: sections.flatMap(({ notes }) => notes.get(part.id) ?? []),
    })),
  };
}

interface SectionOptions {
  style: Style;
  frame: SectionFrame;
  lines: SungLines;
  /** Chords that stay, instead of being composed. */
  chords?: readonly Chord[];
  /** Notes that stay, by part. */
  kept?: ReadonlyMap<string, readonly Note[]>;
}

/** One section: its chords and the notes of each part. */
export function composeSection(
  plan: SongPlan,
  { style, frame, lines, kept, chords = composeChords(plan, style, frame) }: SectionOptions,
): { chords: readonly Chord[]; notes: ReadonlyMap<string, readonly Note[]> } {
  const setting = { style, frame, chords, lines: lines.get(frame.name) };
  const section = new SectionComposer(plan, setting, kept);
  return { chords, notes: section.compose() };
}

/** What the parts of a section know of each other: the melody of its bass, the others of the melody. */
class SectionComposer {
  readonly #notes: Map<string, readonly Note[]>;

  constructor(
    readonly plan: SongPlan,
    readonly setting: {
      style: Style;
      frame: SectionFrame;
      chords: readonly Chord[];
      lines?: readonly SungLine[];
    },
    kept: ReadonlyMap<string, readonly Note[]> = new Map(),
  ) {
    this.#notes = new Map(kept);
  }

  compose(): ReadonlyMap<string, readonly Note[]> {
    const order = ['bass', 'lead', 'harmony', 'counter', 'chords', 'pad', 'drums'];
    const parts = [...this.plan.parts].sort(
      (a, b) => order.indexOf(a.role) - order.indexOf(b.role),
    );
    for (const part of parts) {
      const isSilent = part.from > this.setting.frame.energy + 1e-9;
      if (!isSilent && !this.#notes.has(part.id)) this.#notes.set(part.id, this.#part(part));
    }
    return this.#notes;
  }

  #part(part: PlannedPart): Note[] {
    if (part.role === 'lead') return this.#lead(part);
    if (part.role === 'harmony') return this.#harmony();
    const request = this.#request(part);
    if (part.role === 'drums') return composeDrums(request);
    if (part.role === 'bass') return this.#bass(request);
    if (part.role === 'counter' && request.manner.figures[0] === 'line') return this.#line(request);
    return composeChordsPart(request);
  }

  /** Below a melody that is there already, a bass keeps out of its way. */
  #bass(request: PartRequest): Note[] {
    const { chords } = this.setting;
    return withoutParallels(composeBass(request), { bass: this.#notesOf('lead'), chords });
  }

  #request(part: PlannedPart): PartRequest {
    const { style, frame, chords } = this.setting;
    const { plan } = this;
    const manner = mannerOf(style, part);
    return {
      plan,
      style,
      frame,
      chords,
      part,
      manner,
      range: rangeOf(part),
      take: this.#take(part),
    };
  }

  #take({ id }: PlannedPart): string {
    const { takes } = this.plan;
    return `${takes[id] ?? 0}.${takes[`${this.setting.frame.name}/${id}`] ?? 0}`;
  }

  #lead(part: PlannedPart): Note[] {
    const { frame, lines } = this.setting;
    const { vocal } = this.plan;
    if (part.instrument === 'voice') {
      if (!lines || lines.length === 0) return [];
      return this.#melody(part, { range: singerRange(this.plan), lines });
    }
    const isPlayed =
      vocal === 'none' ? PLAYED.includes(frame.kind) : PLAYED_BESIDE_SINGER.includes(frame.kind);
    if (!isPlayed || (lines && lines.length > 0)) return [];
    return this.#melody(part, { range: melodyRange(rangeOf(part), 70) });
  }

  #melody(
    part: PlannedPart,
    { range, lines }: { range: { lowest: number; highest: number }; lines?: readonly SungLine[] },
  ): Note[] {
    const { style, frame, chords } = this.setting;
    const bass = this.#notesOf('bass');
    const notes = composeMelody({
      ...{ plan: this.plan, frame, chords, range, lines },
      style: style.melody,
      part: part.id,
      take: this.#take(part),
      velocity: loudnessIn(frame, LEAD_VELOCITY),
      avoided: pitchClassesOf(bass),
    });
    return withoutParallels(notes, { bass, chords });
  }

  /** A slower melody beside the lead, which it keeps clear of. */
  #line({ plan, style, frame, chords, part, manner, range, take }: PartRequest): Note[] {
    const lineStyle: MelodyStyle = { ...LINE_STYLE, instrument: part.instrument };
    return composeMelody({
      ...{ plan, frame, chords, take },
      style: { ...lineStyle, isBluesy: style.melody.isBluesy },
      part: part.id,
      range: melodyRange(range, manner.centre),
      velocity: loudnessIn(frame, manner.velocity ?? COUNTER_VELOCITY),
      avoided: pitchClassesOf(this.#notesOf('lead')),
    });
  }

  #harmony(): Note[] {
    const { frame, chords } = this.setting;
    const lead = this.plan.parts.find(({ instrument }) => instrument === 'voice');
    if (!lead || frame.energy < HARMONY_FROM_ENERGY) return [];
    const { highest } = singerRange(this.plan);
    return harmonise(this.#notes.get(lead.id) ?? [], {
      chords,
      key: this.plan.key,
      highest: highest + 3,
    });
  }

  #notesOf(role: PlannedPart['role']): Note[] {
    const ids = this.plan.parts.filter((part) => part.role === role).map(({ id }) => id);
    return ids.flatMap((id) => this.#notes.get(id) ?? []);
  }
}

function rangeOf({ instrument }: PlannedPart): { lowest: number; highest: number } {
  return instrumentNamed(instrument)?.range ?? { lowest: 36, highest: 96 };
}

/** A stretch of an instrument's range about `centre`, or as near to it as it reaches. */
function melodyRange(
  { lowest, highest }: { lowest: number; highest: number },
  centre: number,
): { lowest: number; highest: number } {
  const half = Math.floor(Math.min(MELODY_SPAN, highest - lowest) / 2);
  const middle = Math.min(highest - half, Math.max(lowest + half, centre));
  return { lowest: Math.ceil(middle - half), highest: Math.floor(middle + half) };
}

/** The pitch class that sounds at a beat. */
function pitchClassesOf(notes: readonly Note[]): (beat: number) => number | undefined {
  return (beat) => {
    const sounding = notes.find(
      ({ startBeat, durationBeats }) =>
        startBeat <= beat + 1e-6 && startBeat + durationBeats > beat + 1e-6,
    );
    return sounding && pitchClassOf(sounding.pitch);
  };
}
