/** A place in a song as fields show it: "0:45", "1:10.5". */
export function formatSongTime(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const rest = (tenths % 600) / 10;
  const digits = tenths % 10 === 0 ? 0 : 1;
  return `${Math.floor(tenths / 600)}:${rest.toFixed(digits).padStart(digits ? 4 : 2, '0')}`;
}

/** The seconds that "0:45", "1:10.5", "1:02:03" or "42" mean; `undefined` for anything else. */
export function parseSongTime(text: string): number | undefined {
  const parts = text.trim().replace(',', '.').split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return undefined;
  return parts.reduce((seconds, part) => 60 * seconds + Number(part), 0);
}
