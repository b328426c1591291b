/** What is set of one stem. */
export interface Strip {
  readonly soloed: boolean;
  readonly muted: boolean;
  /** At `silentDb`, nothing is heard. */
  readonly gainDb: number;
}

/** As in the song: the stems together are the song again. */
export const neutralStrip: Strip = { soloed: false, muted: false, gainDb: 0 };
/** The lower end of a volume slider. */
export const silentDb = -40;

/** How loud each strip is, as a factor: where some are soloed, the others are silent; what is muted
 *  is silent in any case. Never above 1, so that nothing clips. */
export function gainsOf(strips: readonly Strip[]): number[] {
  const someSoloed = strips.some(({ soloed }) => soloed);
  return strips.map(({ soloed, muted, gainDb }) => {
    const silent = muted || (someSoloed && !soloed) || gainDb <= silentDb;
    return silent ? 0 : 10 ** (Math.min(0, gainDb) / 20);
  });
}
