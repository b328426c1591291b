import { beatsPerBar } from '../../score/score-time.js';
import type { PlannedSection, SongPlan } from '../plan/song-plan.js';

/** A section with its place in the song, and what it draws its material from. */
export interface SectionFrame extends PlannedSection {
  startBeat: number;
  durationBeats: number;
  /** 1 for the first of its kind. */
  occurrence: number;
  isLast: boolean;
  /** What sections share that have one material: their kind, or their own name once it was composed
   *  anew. */
  material: string;
  /** How often it was composed anew. */
  take: number;
}

/** The sections of a plan in time. */
export function framesOf(plan: SongPlan): SectionFrame[] {
  const barBeats = beatsPerBar(plan);
  const seen = new Map<string, number>();
  let startBeat = 0;
  return plan.form.map((section, i) => {
    const occurrence = (seen.get(section.kind) ?? 0) + 1;
    seen.set(section.kind, occurrence);
    const take = plan.takes[section.name] ?? 0;
    const durationBeats = section.bars * barBeats;
    const frame = {
      ...section,
      ...{ startBeat, durationBeats, occurrence, take },
      isLast: i === plan.form.length - 1,
      material: take > 0 ? section.name : section.kind,
    };
    startBeat += durationBeats;
    return frame;
  });
}
