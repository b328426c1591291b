/** Rates that each format can hold; wav and flac hold any up to 192 kHz. */
const LOSSY_RATES_HZ: Readonly<Record<string, readonly number[]>> = {
  mp3: [32000, 44100, 48000],
  m4a: [32000, 44100, 48000],
  opus: [48000],
};

/** The rate that songs are worked on at: 44.1 or 48 kHz, whichever the source's own rate turns into
 *  more simply. */
export function workRateFor(sourceRate: number): number {
  if (sourceRate === 44100 || sourceRate === 48000) return sourceRate;
  return sourceRate % 11025 === 0 || sourceRate < 8000 ? 44100 : 48000;
}

/** The rate of the file that the user gets: the source's own, so that both have the same length,
 *  wherever `format` can hold it and nothing is lost. */
export function outputRateFor(sourceRate: number, format: string): number {
  const possible = LOSSY_RATES_HZ[format] ?? [sourceRate];
  const kept = possible.includes(sourceRate) && sourceRate >= 32000 && sourceRate <= 192000;
  if (kept) return sourceRate;
  const workRate = workRateFor(sourceRate);
  return LOSSY_RATES_HZ[format] && !possible.includes(workRate) ? possible[0] : workRate;
}
