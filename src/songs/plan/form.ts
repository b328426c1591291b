import { InputError } from '../../errors.js';
import { SECTION_KINDS, type PlannedSection, type SectionKind } from './song-plan.js';

/** How much is going on in sections of each kind, 0 … 1, in a song of middling energy. */
const ENERGIES: Readonly<Record<SectionKind, number>> = {
  ...{ intro: 0.35, verse: 0.5, 'pre-chorus': 0.62, chorus: 0.82, 'post-chorus': 0.8, hook: 0.8 },
  ...{ bridge: 0.6, solo: 0.76, breakdown: 0.3, build: 0.6, drop: 0.92, outro: 0.45 },
};
/** What people call sections beside that. */
const OTHER_NAMES: Readonly<Record<string, SectionKind>> = {
  ...{
    prechorus: 'pre-chorus',
    refrain: 'chorus',
    break: 'breakdown',
    interlude: 'solo',
    end: 'outro',
  },
  ...{
    instrumental: 'solo',
    ending: 'outro',
    coda: 'outro',
    buildup: 'build',
    'build-up': 'build',
  },
};
const MOST_SECTIONS = 60;
/** Later sections of a kind are a little fuller. */
const GROWTH = 0.03;
/** What is left out first where a song is short. */
const SPARE_ORDER: readonly SectionKind[] = [
  'solo',
  'bridge',
  'breakdown',
  'pre-chorus',
  'verse',
  'build',
  'intro',
  'outro',
];
/** Phrases come in fours: sections grow and shrink by so many bars. */
const PHRASE_BARS = 4;
/** The shortest that a section becomes before it is left out. */
const LEAST_BARS = 4;
/** The last section may be this short. */
const SHORTEST_END = 2;
/** So few sections are rather shortened than left out. */
const SMALL_FORM = 3;

export interface RawSection {
  kind: SectionKind;
  bars: number;
}

/** Reads `intro:4 verse:8 chorus:8` (bars are optional; commas and arrows may stand between).
 *  @throws InputError `bad-structure` */
export function parseForm(text: string): { kind: SectionKind; bars?: number }[] {
  const tokens = text
    .toLowerCase()
    .split(/[\s,;>→|]+|->/)
    .filter((token) => /[a-z]/.test(token));
  const sections = tokens.map((token) => {
    const [, name = '', bars] = /^([a-z-]+?)-?\d*(?:[:x*](\d{1,3}))?$/.exec(token) ?? [];
    const kind = SECTION_KINDS.find((known) => known === name) ?? otherName(name);
    if (!kind || Number(bars ?? 1) < 1 || Number(bars ?? 1) > 128)
      throw badStructure(`'${token.slice(0, 30)}' is no section`);
    return bars ? { kind, bars: Number(bars) } : { kind };
  });
  if (sections.length === 0 || sections.length > MOST_SECTIONS) {
    throw badStructure(`it has ${sections.length} sections`);
  }
  return sections;
}

function otherName(name: string): SectionKind | undefined {
  return Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined;
}

function badStructure(why: string): InputError {
  return new InputError('bad-structure', `that is no structure of a song: ${why}`, {
    hint: `Write sections with their bars, such as "intro:4 verse:8 chorus:8 outro:4". There are: ${SECTION_KINDS.join(', ')}.`,
  });
}

/** A form made to last `bars` altogether: sections are left out, shortened, lengthened or repeated, by
 *  whole phrases; what remains goes into the outro.
 *  @param form of the style, sections with their bars */
export function fitForm(form: readonly RawSection[], bars: number): RawSection[] {
  let fitted = form.map((section) => ({ ...section }));
  while (sum(fitted) + sum(heartOf(fitted)) <= bars) fitted = withRepeat(fitted);
  while (fitted.length > 1 && sum(fitted) > bars) fitted = shorter(fitted, sum(fitted) - bars);
  for (let missing = bars - sum(fitted); missing >= PHRASE_BARS; missing -= PHRASE_BARS) {
    mostElastic(fitted).bars += PHRASE_BARS;
  }
  const last = fitted[fitted.length - 1];
  last.bars = Math.max(1, last.bars + bars - sum(fitted));
  return fitted;
}

function sum(form: readonly RawSection[]): number {
  return form.reduce((total, { bars }) => total + bars, 0);
}

/** The verse and chorus (or whatever is at the heart) once more, before the last section but one. */
function withRepeat(form: readonly RawSection[]): RawSection[] {
  const at = Math.max(1, form.length - 2);
  return [
    ...form.slice(0, at),
    ...heartOf(form).map((section) => ({ ...section })),
    ...form.slice(at),
  ];
}

function heartOf(form: readonly RawSection[]): RawSection[] {
  const verse = form.find(({ kind }) => kind === 'verse');
  const peak = form.find(({ kind }) => kind === 'chorus' || kind === 'drop');
  return [verse, peak].filter((section) => section !== undefined);
}

/** `form` with less in it: a whole section where that isn't too much, else a phrase of the longest. */
function shorter(form: readonly RawSection[], excess: number): RawSection[] {
  const last = form[form.length - 1];
  if (last.bars - excess >= SHORTEST_END) {
    return [...form.slice(0, -1), { ...last, bars: last.bars - excess }];
  }
  const long = form.filter(({ bars }) => bars > LEAST_BARS);
  if ((excess <= PHRASE_BARS || form.length <= SMALL_FORM) && long.length > 0) {
    const longest = long.reduce((best, section) => (section.bars > best.bars ? section : best));
    const bars = Math.max(LEAST_BARS, longest.bars - PHRASE_BARS);
    return form.map((section) => (section === longest ? { ...section, bars } : section));
  }
  const spare = spareSection(form, excess);
  return form.filter((section) => section !== spare);
}

/** The section that is missed least: the last of its kind; of verses and choruses one stays. */
function spareSection(form: readonly RawSection[], excess: number): RawSection {
  const isOneOfMany = ({ kind }: RawSection) =>
    form.filter((other) => other.kind === kind).length > 1;
  const twin = form.find(
    (section, i) => section.kind === form[i + 1]?.kind && section.bars <= excess + PHRASE_BARS,
  );
  const spare = SPARE_ORDER.flatMap((kind) =>
    form.filter((section) => section.kind === kind).reverse(),
  );
  const fitting = spare.filter((section) => section.bars <= excess + PHRASE_BARS);
  return (
    twin ??
    fitting.find((section) => section.kind !== 'verse' || isOneOfMany(section)) ??
    form.findLast(isOneOfMany) ??
    spare[0] ??
    form[form.length - 1]
  );
}

/** Where a phrase more is welcome: the solo, then the shortest of what is at the heart. */
function mostElastic(form: readonly RawSection[]): RawSection {
  const solo = form.find(({ kind, bars }) => kind === 'solo' && bars < 2 * 8);
  const inner = form.filter(
    ({ kind }) => !['intro', 'outro', 'build', 'pre-chorus'].includes(kind),
  );
  const choices = inner.length > 0 ? inner : form;
  return solo ?? choices.reduce((best, section) => (section.bars < best.bars ? section : best));
}

/** Sections with names of their own, and how much is going on in each.
 *  @param energy of the whole, 0.5 as usual */
export function nameSections(form: readonly RawSection[], energy: number): PlannedSection[] {
  const seen = new Map<string, number>();
  return form.map(({ kind, bars }) => {
    const number = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, number);
    const usual = ENERGIES[kind] + GROWTH * Math.min(3, number - 1);
    const lively = Math.min(1, Math.max(0.1, usual + (energy - 0.5) * 0.6));
    return { name: `${kind} ${number}`, kind, bars, energy: Math.round(lively * 100) / 100 };
  });
}
