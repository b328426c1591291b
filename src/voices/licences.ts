/** Licences from the freest on. What is private is for its owner alone. */
const BY_STRICTNESS = [
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'unknown',
  'private',
];

/** The licence of what is made of two works: the stricter one. Of two that can't be ranked, both. */
export function stricterLicence(a: string, b: string): string {
  const [freest] = BY_STRICTNESS;
  if (a === b || b === freest) return a;
  if (a === freest) return b;
  if (a === 'private' || b === 'private') return 'private';
  const [rankA, rankB] = [a, b].map((licence) => BY_STRICTNESS.indexOf(licence));
  if (rankA < 0 || rankB < 0) return `${a} and ${b}`;
  return rankA > rankB ? a : b;
}
