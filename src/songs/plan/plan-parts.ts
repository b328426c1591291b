import type { InstrumentEntry } from '../../instruments/entry.js';
import type { PartRole } from '../../score/score.js';
import type { Style } from '../styles/style.js';
import type { PlannedPart, VocalType } from './song-plan.js';

export interface PartWishes {
  vocal: VocalType;
  instruments: readonly InstrumentEntry[];
  excluded: readonly InstrumentEntry[];
  excludesDrums: boolean;
  isOnly: boolean;
}

const DRUMS_FROM = 0.32;

/** What an instrument does in a band, by its family, where nobody says. */
function usualRole({ id, family }: InstrumentEntry): PartRole {
  if (id.includes('bass') && family !== 'wind' && family !== 'brass') return 'bass';
  if (family === 'bass' || id === 'tuba') return 'bass';
  if (family === 'drums') return 'drums';
  if (/(^|-)(strings|choir|pad|oohs|ensemble)$|^choir$|^strings$/.test(id)) return 'pad';
  if (/lead$|supersaw|bell$/.test(id)) return 'counter';
  if (['keys', 'guitar', 'plucked', 'synth'].includes(family)) return 'chords';
  return 'counter';
}

/** Who plays what: the style's band, changed to what was wished for. Everything that was named plays in
 *  every section. */
export function planParts(style: Style, wishes: PartWishes): PlannedPart[] {
  const band = wishes.isOnly ? [] : bandOf(style, wishes);
  const parts = wishes.instruments.reduce(
    (all, instrument) => withWish(all, instrument, wishes),
    band,
  );
  const complete = wishes.isOnly ? completed(parts, style, wishes) : parts;
  return withSomebody(
    complete.filter((part) => !isExcluded(part, wishes)),
    style,
  );
}

function bandOf(style: Style, { vocal }: PartWishes): PlannedPart[] {
  const players = style.parts.map(({ id, role, instrument, from }): PlannedPart => ({
    ...{ id, role, instrument, from, isMuted: false },
  }));
  const drums = style.drums && plannedPart('drums', 'drums', style.drums.kit, DRUMS_FROM);
  return [...leads(style, vocal), ...players, ...(drums ? [drums] : [])];
}

function leads({ melody }: Style, vocal: VocalType): PlannedPart[] {
  if (vocal === 'none') return [plannedPart('lead', 'lead', melody.instrument, 0)];
  return [
    plannedPart('lead-vocal', 'lead', 'voice', 0),
    plannedPart('harmony-vocal', 'harmony', 'voice', 0),
    plannedPart('solo', 'lead', melody.instrument, 0),
  ];
}

function plannedPart(id: string, role: PartRole, instrument: string, from: number): PlannedPart {
  return { id, role, instrument, from, isMuted: false };
}

/** `parts` with `wish` among them: where it plays already, all through; else in place of one of its kind
 *  that nobody asked for; else beside the others. */
function withWish(
  parts: readonly PlannedPart[],
  wish: InstrumentEntry,
  wishes: PartWishes,
): PlannedPart[] {
  const here = parts.find(
    ({ instrument, role }) =>
      instrument === wish.id && (role !== 'lead' || wishes.vocal === 'none'),
  );
  if (here) return parts.map((part) => (part === here ? { ...part, from: 0 } : part));
  const role = roleFor(wish, parts, wishes);
  const place = placeFor(role, parts, wishes);
  if (place)
    return parts.map((part) => (part === place ? { ...part, instrument: wish.id, from: 0 } : part));
  return [...parts, plannedPart(freeId(wish.id, parts), role, wish.id, 0)];
}

/** Melody instruments take the melody where nobody sings and none was named for it before. */
function roleFor(
  wish: InstrumentEntry,
  parts: readonly PlannedPart[],
  { vocal, instruments }: PartWishes,
): PartRole {
  const role = usualRole(wish);
  if (role !== 'counter' || vocal !== 'none') return role;
  const lead = parts.find((part) => part.role === 'lead');
  return lead && instruments.some(({ id }) => id === lead.instrument) ? 'counter' : 'lead';
}

function placeFor(
  role: PartRole,
  parts: readonly PlannedPart[],
  { instruments }: PartWishes,
): PlannedPart | undefined {
  const isWished = ({ instrument }: PlannedPart) => instruments.some(({ id }) => id === instrument);
  const free = parts.filter(
    (part) => part.role === role && part.instrument !== 'voice' && !isWished(part),
  );
  // Of several the one that is heard most.
  return free.reduce<PlannedPart | undefined>(
    (best, part) => (!best || part.from < best.from ? part : best),
    undefined,
  );
}

function freeId(wanted: string, parts: readonly PlannedPart[]): string {
  const isTaken = (id: string) => parts.some((part) => part.id === id);
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!isTaken(id)) return id;
  }
}

/** Who was named alone plays the melody and the harmony too. */
function completed(
  parts: readonly PlannedPart[],
  style: Style,
  { vocal, instruments }: PartWishes,
): PlannedPart[] {
  const singing =
    vocal === 'none' ? [] : leads(style, vocal).filter(({ instrument }) => instrument === 'voice');
  const melodic =
    instruments.find((each) => usualRole(each) === 'counter') ??
    instruments.find(({ family }) => family !== 'drums' && family !== 'bass');
  const hasLead = parts.some(({ role }) => role === 'lead');
  const lead =
    vocal === 'none' && melodic && !hasLead ? [plannedPart('lead', 'lead', melodic.id, 0)] : [];
  return [...singing, ...lead, ...parts];
}

function isExcluded(
  { role, instrument }: PlannedPart,
  { excluded, excludesDrums }: PartWishes,
): boolean {
  if (role === 'drums') return excludesDrums;
  return excluded.some((entry) => entry.id === instrument || isSameWord(entry, instrument));
}

/** "no guitar" means every guitar. */
function isSameWord({ id, family }: InstrumentEntry, instrument: string): boolean {
  if (family === 'guitar' || id.endsWith('guitar')) return instrument.endsWith('guitar');
  if (id === 'bass') return instrument.includes('bass');
  if (id === 'piano') return instrument.endsWith('piano');
  if (family === 'synth')
    return (
      instrument.startsWith('synth') || instrument === 'supersaw' || instrument.endsWith('-pad')
    );
  return false;
}

/** A song needs somebody who plays. */
function withSomebody(parts: readonly PlannedPart[], style: Style): PlannedPart[] {
  if (parts.some(({ instrument, from }) => instrument !== 'voice' && from < 0.3)) return [...parts];
  const first = parts.find(({ role }) => role === 'chords' || role === 'pad');
  if (first) return parts.map((part) => (part === first ? { ...part, from: 0 } : part));
  const fallback = style.parts.find(({ role }) => role === 'pad' || role === 'chords')!;
  return [...parts, plannedPart(fallback.id, fallback.role, fallback.instrument, 0)];
}
