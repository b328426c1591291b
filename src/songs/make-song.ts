import { composeSong } from './composing/compose-song.js';
import { parseLyrics } from './lyrics/parse-lyrics.js';
import { writeLyrics } from './lyrics/write-lyrics.js';
import {
  planSong,
  type LyricSection,
  type PlannedSong,
  type SongOptions,
} from './plan/plan-song.js';
import { readPrompt } from './plan/read-prompt.js';
import type { SongPlan } from './plan/song-plan.js';
import type { Song } from './song.js';
import { sungLinesOf } from './sung-lines.js';

/** Sections that generated lyrics are written for. */
const SUNG_KINDS = ['verse', 'pre-chorus', 'chorus', 'hook', 'bridge'];
const BARS_OF_LINE = 2;

/** What is composed, and how the prompt was understood. */
export interface MadeSong extends Omit<PlannedSong, 'plan'> {
  song: Song;
}

/** A song from words: planned, with lyrics where somebody sings, and composed.
 *  @throws as `planSong` */
export function makeSong(prompt: string, options: SongOptions): MadeSong {
  const lyricSections = options.lyrics === undefined ? undefined : sectionsOf(options.lyrics);
  const { plan: bare, understood, ignored } = planSong(prompt, { ...options, lyricSections });
  const plan = bare.vocal === 'none' || bare.lyrics !== undefined ? bare : withLyrics(bare, prompt);
  const unsung = options.lyrics === undefined ? [] : parseLyrics(options.lyrics).ignored;
  const score = composeSong(plan, sungLinesOf(plan));
  return { song: { version: 1, plan, score }, understood, ignored: [...ignored, ...unsung] };
}

function sectionsOf(lyrics: string): LyricSection[] | undefined {
  const { sections } = parseLyrics(lyrics);
  return sections.length > 0
    ? sections.map(({ kind, lines }) => ({ kind, lines: lines.length }))
    : undefined;
}

function withLyrics(plan: SongPlan, prompt: string): SongPlan {
  const { topic } = readPrompt(prompt);
  const sections = plan.form
    .filter(({ kind }) => SUNG_KINDS.includes(kind))
    .map(({ kind, bars }) => ({ kind, lines: Math.max(1, Math.round(bars / BARS_OF_LINE)) }));
  return { ...plan, lyrics: writeLyrics({ topic, moods: plan.moods, sections, seed: plan.seed }) };
}
