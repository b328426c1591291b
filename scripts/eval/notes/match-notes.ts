/** A note in seconds and MIDI numbers. */
export interface TimedNote {
  startSeconds: number;
  pitch: number;
}

/** The tolerances of MIREX and mir_eval for notes without their ends. */
const ONSET_SECONDS = 0.05;
const PITCH_SEMITONES = 0.5;

export interface NoteScore {
  precision: number;
  recall: number;
  f1: number;
}

/** Scores `found` against `reference` as mir_eval.transcription does (offsets not asked for): the largest
 *  matching in which each note has at most one partner within 50 ms and 50 cents. */
export function scoreNotes(
  found: readonly TimedNote[],
  reference: readonly TimedNote[],
): NoteScore {
  const matched = largestMatching(found, reference);
  const precision = found.length > 0 ? matched / found.length : 0;
  const recall = matched / reference.length;
  const f1 = matched > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1 };
}

/** By augmenting paths (Kuhn). */
function largestMatching(found: readonly TimedNote[], reference: readonly TimedNote[]): number {
  const partnerOf = new Map<number, number>();
  const augment = (f: number, seen: Set<number>): boolean =>
    reference.some((note, r) => {
      if (seen.has(r) || !fits(found[f], note)) return false;
      seen.add(r);
      const rival = partnerOf.get(r);
      if (rival !== undefined && !augment(rival, seen)) return false;
      partnerOf.set(r, f);
      return true;
    });
  return found.filter((_, f) => augment(f, new Set())).length;
}

function fits(a: TimedNote, b: TimedNote): boolean {
  // mir_eval rounds distances to 4 places before comparing.
  const onset = Math.round(Math.abs(a.startSeconds - b.startSeconds) * 1e4) / 1e4;
  return onset <= ONSET_SECONDS && Math.abs(a.pitch - b.pitch) <= PITCH_SEMITONES;
}
