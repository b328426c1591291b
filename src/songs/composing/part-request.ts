import type { Chord } from '../../score/score.js';
import type { PlannedPart, SongPlan } from '../plan/song-plan.js';
import type { Style, StylePart } from '../styles/style.js';
import type { SectionFrame } from './frame.js';

/** A part of a section that is to be composed. */
export interface PartRequest {
  plan: SongPlan;
  style: Style;
  frame: SectionFrame;
  /** Of the section. */
  chords: readonly Chord[];
  part: PlannedPart;
  /** How the style plays it, or something like it. */
  manner: StylePart;
  /** What the instrument reaches, MIDI. */
  range: { lowest: number; highest: number };
  /** How often the part was composed anew, everywhere or here. */
  take: string;
}
