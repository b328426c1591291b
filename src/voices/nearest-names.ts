/** More typing mistakes than this, and another name was meant. */
const MOST_EDITS = 2;

/** Those of `names` that `wanted` was probably meant to be, nearest first. */
export function nearestNames(wanted: string, names: string[]): string[] {
  return names
    .map((name) => ({ name, edits: isBeginning(wanted, name) ? 0 : editDistance(wanted, name) }))
    .filter(({ edits }) => edits <= MOST_EDITS)
    .sort((a, b) => a.edits - b.edits)
    .map(({ name }) => name);
}

function isBeginning(wanted: string, name: string): boolean {
  return wanted.length > 1 && name.startsWith(wanted);
}

/** Insertions, deletions and replacements that turn `a` into `b` (Levenshtein). Stops counting when
 *  the lengths alone differ too much. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
