import type { InstrumentEntry } from '../../instruments/entry.js';
import { keyName, type Key, type Mode } from '../../score/pitch-names.js';
import { beatsPerBar } from '../../score/score-time.js';
import { Chance } from '../composing/seeds.js';
import { styleOf } from '../styles/index.js';
import type { Style } from '../styles/style.js';
import { classifyStyle } from './style-classifier.js';
import { fitForm, nameSections, parseForm, type RawSection } from './form.js';
import { planParts } from './plan-parts.js';
import { readPrompt, type ReadPrompt } from './read-prompt.js';
import {
  LONGEST_SECONDS,
  SHORTEST_SECONDS,
  type SectionKind,
  type SongPlan,
  type VocalType,
} from './song-plan.js';
import { titleOf } from './title.js';
import { MOODS } from './words.js';

/** What was asked for outright; it always wins over what the prompt says. */
export interface SongOptions {
  durationSeconds?: number;
  bpm?: number;
  key?: Key;
  metre?: SongPlan['metre'];
  style?: string;
  /** Nobody sings. */
  isInstrumental?: boolean;
  /** `intro:4 verse:8 chorus:8` */
  structure?: string;
  lyrics?: string;
  /** Kinds of the lyrics' sections with the number of their lines, in order. */
  lyricSections?: readonly LyricSection[];
  /** Of the voice that is to sing. */
  voice?: { range: { lowest: number; highest: number } };
  title?: string;
  theme?: SongPlan['theme'];
  seed: number;
}

/** A section of the lyrics. */
export interface LyricSection {
  kind: SectionKind;
  lines: number;
}

/** A plan, and how the prompt was understood. */
export interface PlannedSong {
  plan: SongPlan;
  /** In words: "style: Synthwave", "tempo: 96 bpm (as asked for)". */
  understood: string[];
  /** What nothing was made of. */
  ignored: string[];
}

/** Below this share the classifier is guessing, and the song is pop. */
const LEAST_SURE = 0.09;
const USUAL_SECONDS = 150;
const SHORT_FORM_SECONDS = 45;
const TONICS = { major: [0, 2, 4, 5, 7, 9, 10], minor: [9, 11, 0, 2, 4, 5, 7] } as const;

/** Makes a plan of a prompt: what options say first, then what the prompt says, then what the style
 *  usually is, with chance by the seed.
 *  @throws InputError `bad-structure`, NotFoundError `no-such-style` */
export function planSong(prompt: string, options: SongOptions): PlannedSong {
  const read = readPrompt(prompt);
  const { style, why } = chooseStyle(prompt, read, options);
  const chance = new Chance(options.seed, 'plan');
  const metre = options.metre ?? read.metre ?? style.metre;
  const bpm = options.bpm ?? read.bpm ?? chooseTempo(style, read, chance);
  const key = options.key ?? chooseKey(style, read, chance);
  const vocal = chooseVocal(style, read, options);
  const energy = energyOf(read);
  const form = chooseForm(style, { vocal, metre, bpm, energy, read, options });
  const parts = planParts(style, { ...read, vocal });
  const plan: SongPlan = {
    title: options.title ?? titleOf(read, style, options.lyrics),
    style: style.id,
    moods: read.moods,
    ...{ bpm, key, metre, swing: style.swing, energy, vocal, form, parts },
    seed: options.seed,
    takes: {},
    ...(options.voice && { vocalRange: comfortable(options.voice.range) }),
    ...(vocal !== 'none' && options.lyrics && { lyrics: options.lyrics }),
    ...(options.theme && { theme: options.theme }),
  };
  return {
    plan,
    understood: understoodOf(plan, read, { style, why, options }),
    ignored: read.ignored,
  };
}

function chooseStyle(
  prompt: string,
  read: ReadPrompt,
  { style }: SongOptions,
): { style: Style; why: string } {
  if (style) return { style: styleOf(style), why: 'as asked for' };
  if (read.styles.length > 0) return { style: styleOf(read.styles[0]), why: 'named' };
  if (read.metre?.beatsPerBar === 3 && read.metre.beatUnit === 4 && prompt.length < 12) {
    return { style: styleOf('waltz'), why: 'by its metre' };
  }
  const [likeliest] = classifyStyle(prompt);
  if (!likeliest || likeliest.share < LEAST_SURE)
    return { style: styleOf('pop'), why: 'nothing else was said' };
  return {
    style: styleOf(likeliest.style),
    why: `guessed, ${Math.round(likeliest.share * 100)} % sure`,
  };
}

function chooseTempo(
  { bpm: [slow, usual, fast] }: Style,
  { tempoPlace, moods }: ReadPrompt,
  chance: Chance,
): number {
  if (tempoPlace !== undefined) {
    const [low, high, share] =
      tempoPlace < 0.5 ? [slow, usual, tempoPlace * 2] : [usual, fast, tempoPlace * 2 - 1];
    return Math.round(low + (high - low) * share);
  }
  const byMood = moods.reduce((factor, mood) => factor * MOODS[mood].tempo, 1);
  const near = usual + (chance.next() - 0.5) * 0.3 * (fast - slow);
  return Math.round(Math.min(fast, Math.max(slow, near * byMood)));
}

function chooseKey(style: Style, { key, mode, moods }: ReadPrompt, chance: Chance): Key {
  if (key) return key;
  const byMood = moods.map((mood) => MOODS[mood].minor).find((share) => share !== undefined);
  const isMinor = chance.happens(byMood ?? style.minor);
  const special = moods.map((mood) => MOODS[mood].mode).find((each) => each !== undefined);
  const chosen: Mode = mode ?? special ?? (isMinor ? 'minor' : 'major');
  const family = ['minor', 'dorian', 'phrygian'].includes(chosen) ? 'minor' : 'major';
  return { tonic: chance.pick(TONICS[family]), mode: chosen };
}

function chooseVocal(style: Style, { vocal, topic }: ReadPrompt, options: SongOptions): VocalType {
  if (options.isInstrumental) return 'none';
  const isWished = options.lyrics !== undefined || options.voice !== undefined;
  if (vocal === 'none' && !isWished) return 'none';
  if (vocal === 'female' || vocal === 'male') return vocal;
  const sings = isWished || vocal === 'any' || topic !== undefined || style.isSung;
  if (!sings) return 'none';
  const range = options.voice?.range;
  return range && (range.lowest + range.highest) / 2 < 58 ? 'male' : 'female';
}

function energyOf({ moods }: ReadPrompt): number {
  const sum = moods.reduce((total, mood) => total + MOODS[mood].energy, 0);
  return Math.round(Math.min(1, Math.max(0, 0.5 + sum)) * 100) / 100;
}

interface FormFacts {
  vocal: VocalType;
  metre: SongPlan['metre'];
  bpm: number;
  energy: number;
  read: ReadPrompt;
  options: SongOptions;
}

function chooseForm(
  style: Style,
  { vocal, metre, bpm, energy, read, options }: FormFacts,
): SongPlan['form'] {
  const barSeconds = (beatsPerBar({ metre }) * 60) / bpm;
  const asked = options.durationSeconds ?? read.durationSeconds;
  const seconds = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, asked ?? USUAL_SECONDS));
  const bars = Math.max(2, Math.round(seconds / barSeconds));
  if (options.structure) {
    const parsed = parseForm(options.structure);
    const given = parsed.map(({ kind, bars: own }) => ({ kind, bars: own ?? 8 }));
    const isOpen = parsed.some(({ bars: own }) => own === undefined);
    return nameSections(asked && isOpen ? scaled(given, bars) : given, energy);
  }
  const sung = vocal !== 'none' && options.lyricSections && formOfLyrics(options.lyricSections);
  if (sung) return nameSections(asked ? scaled(sung, bars) : sung, energy);
  const form = parseForm(vocal === 'none' ? style.forms.instrumental : style.forms.sung);
  const raw = (seconds < SHORT_FORM_SECONDS ? shortened(form) : form).map(
    ({ kind, bars: own = 8 }) => ({ kind, bars: own }),
  );
  return nameSections(fitForm(raw, bars), energy);
}

/** Short pieces have no time for a long way in. */
function shortened<T extends { kind: string }>(form: readonly T[]): T[] {
  const kinds = ['verse', 'chorus', 'drop', 'outro'];
  const kept = form.filter(
    ({ kind }, i) => kinds.includes(kind) && form.findIndex((other) => other.kind === kind) === i,
  );
  return kept.length > 0 ? kept : [...form];
}

/** As long as the lines that are sung: two bars to a line, and room before, between and after. */
function formOfLyrics(sections: readonly LyricSection[]): RawSection[] {
  const sung = sections.map(({ kind, lines }) => ({
    kind,
    bars: lines === 0 ? 4 : Math.max(4, 2 * lines),
  }));
  const hasIntro = sung[0]?.kind === 'intro';
  const hasOutro = sung.at(-1)?.kind === 'outro';
  const intro: RawSection = { kind: 'intro', bars: 4 };
  const outro: RawSection = { kind: 'outro', bars: 4 };
  return [...(hasIntro ? [] : [intro]), ...sung, ...(hasOutro ? [] : [outro])];
}

/** The same sections, all longer or shorter. */
function scaled(form: readonly RawSection[], bars: number): RawSection[] {
  const total = form.reduce((sum, section) => sum + section.bars, 0);
  let before = 0;
  let until = 0;
  return form.map(({ kind, bars: own }) => {
    until += own;
    const end = Math.round((until * bars) / total);
    const length = Math.max(1, end - before);
    before = Math.max(end, before + 1);
    return { kind, bars: length };
  });
}

/** What a voice sings with ease: not its outermost notes. */
function comfortable({
  lowest,
  highest,
}: {
  lowest: number;
  highest: number;
}): SongPlan['vocalRange'] {
  const room = highest - lowest > 20 ? 2 : 0;
  return {
    lowest: Math.round(lowest) + room,
    highest: Math.max(Math.round(lowest) + room + 12, Math.round(highest) - room),
  };
}

function understoodOf(
  plan: SongPlan,
  read: ReadPrompt,
  { style, why, options }: { style: Style; why: string; options: SongOptions },
): string[] {
  const source = (option: unknown, said: unknown) =>
    option !== undefined ? ' (as asked for)' : said !== undefined ? '' : ' (chosen)';
  const names = (entries: readonly InstrumentEntry[]) => entries.map(({ name }) => name).join(', ');
  const { beatsPerBar: count, beatUnit } = plan.metre;
  return [
    `style: ${style.name} (${why})`,
    `tempo: ${plan.bpm} bpm${source(options.bpm, read.bpm ?? read.tempoPlace)}`,
    `key: ${keyName(plan.key)}${source(options.key, read.key ?? read.mode)}`,
    `metre: ${count}/${beatUnit}${source(options.metre, read.metre)}`,
    `voice: ${plan.vocal === 'none' ? 'instrumental' : plan.vocal}${source(options.isInstrumental ?? options.voice, read.vocal)}`,
    ...(read.durationSeconds && options.durationSeconds === undefined
      ? [`length: ${read.durationSeconds} s`]
      : []),
    ...(read.moods.length > 0 ? [`mood: ${read.moods.join(', ')}`] : []),
    ...(read.instruments.length > 0 ? [`instruments: ${names(read.instruments)}`] : []),
    ...(read.excluded.length > 0 ? [`without: ${names(read.excluded)}`] : []),
    ...(read.excludesDrums ? ['without: drums'] : []),
    ...(read.topic ? [`about: ${read.topic}`] : []),
  ];
}
