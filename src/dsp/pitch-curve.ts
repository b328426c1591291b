/** Fundamental frequency over time. Value i belongs to second i·hopSeconds; 0 where unvoiced. */
export interface PitchCurve {
  readonly hopSeconds: number;
  readonly f0Hz: Float32Array;
}

/** The pitch at `seconds` in Hz: interpolated between voiced neighbours, 0 where the nearest value
 *  is unvoiced. */
export function pitchAt({ hopSeconds, f0Hz }: PitchCurve, seconds: number): number {
  const position = Math.min(f0Hz.length - 1, Math.max(0, seconds / hopSeconds));
  const below = f0Hz[Math.floor(position)];
  const above = f0Hz[Math.ceil(position)];
  const share = position - Math.floor(position);
  if (below > 0 && above > 0) return below + (above - below) * share;
  return share < 0.5 ? below : above;
}

/** The stretches of `curve` with a pitch, as sample positions [from, to) below `length`. */
export function voicedSpans(
  { hopSeconds, f0Hz }: PitchCurve,
  { sampleRate, length }: { sampleRate: number; length: number },
): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  const at = (frame: number) =>
    Math.min(length, Math.max(0, Math.round((frame - 0.5) * hopSeconds * sampleRate)));
  let first = -1;
  for (let frame = 0; frame <= f0Hz.length; frame++) {
    const voiced = f0Hz[frame] > 0;
    if (voiced && first < 0) first = frame;
    if (voiced || first < 0) continue;
    spans.push({ from: at(first), to: at(frame) });
    first = -1;
  }
  return spans;
}
