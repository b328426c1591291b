import type { PlannedPart } from '../plan/song-plan.js';
import type { Style, StylePart } from '../styles/style.js';

/** How parts are played that a style doesn't know. */
const PLAIN: Readonly<
  Record<string, Pick<StylePart, 'figures' | 'centre' | 'voicing' | 'velocity'>>
> = {
  bass: { figures: ['1-----1-1---5---', '1-------1---5---'], centre: 38 },
  chords: {
    figures: ['x---x---x---x---', 'x-----x---x-----', '1.2.3.2.1.2.3.2.'],
    centre: 62,
    voicing: 'triad',
  },
  pad: { figures: ['hold'], centre: 64, voicing: 'wide', velocity: 0.5 },
  counter: { figures: ['line'], centre: 72, velocity: 0.55 },
};

/** How a style plays a part: its own, or as its parts of that role do. */
export function mannerOf(style: Style, part: PlannedPart): StylePart {
  const own = style.parts.find(({ id }) => id === part.id);
  if (own) return own;
  const alike = style.parts.find(({ role }) => role === part.role);
  const { id, role, instrument, from } = part;
  const plain = PLAIN[role] ?? PLAIN.counter;
  const place = { id, role: role as StylePart['role'], instrument, from };
  // What holds a line of its own doesn't take over the stabs of another.
  return role === 'counter' || !alike ? { ...plain, ...place } : { ...alike, ...place };
}
