/** Seconds as a player shows them: "3:07", "1:02:45". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  const hours = Math.floor(whole / 3600);
  const [minutes, rest] = [hours ? pad(parts[0]) : String(parts[0]), pad(parts[1])];
  return hours ? `${hours}:${minutes}:${rest}` : `${minutes}:${rest}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
