/** How many bars each drawing is given. */
const bars = 240;
const bar = Array.from({ length: bars }, (_, index) => index);

/** Something like chance, the same each time: 0…1. */
function grain(index: number): number {
  const value = Math.sin(index * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

/** How each stem typically looks, drawn rather than recorded. */
export const stemShapes: Readonly<Record<string, number[]>> = {
  // Phrases with breaths between them.
  vocals: bar.map(
    (index) =>
      Math.max(0, Math.sin((index / bars) * 4 * Math.PI * 2 - 0.8)) ** 0.5 *
      (0.45 + 0.5 * grain(index)),
  ),
  // All the time, and swelling a little.
  accompaniment: bar.map(
    (index) => 0.5 + 0.12 * Math.sin((index / bars) * 9) + 0.3 * (grain(index + 7) - 0.3),
  ),
  // Strokes that die away.
  drums: bar.map((index) => Math.exp(-(index % 15) / 4) * (index % 30 < 15 ? 0.95 : 0.6)),
  // Long notes.
  bass: bar.map((index) => 0.35 + 0.4 * Math.exp(-(index % 40) / 28) + 0.06 * grain(index)),
  other: bar.map(
    (index) => 0.28 + 0.2 * Math.sin((index / bars) * 14) ** 2 + 0.16 * grain(index + 3),
  ),
};
