const units = ['B', 'kB', 'MB', 'GB'];

/** A file size with two significant figures or so: "820 kB", "31 MB". */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = value < 10 && power > 0 ? 1 : 0;
  return `${Number(value.toFixed(digits))} ${units[power]}`;
}
