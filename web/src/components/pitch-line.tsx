import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The pitch (a MIDI number, 0 for none) at moments of `performance.now()`. */
export type SungPitches = { atMs: number; pitch: number }[];

interface PitchLineProps {
  pitches: RefObject<SungPitches>;
  isLive: boolean;
}

const shownMs = 6000;
/** MIDI numbers at the edges: of C2 and C6. */
const [lowest, highest] = [36, 84];

/** What is being sung, as a line over the last seconds, on the lines of the Cs. */
export function PitchLine({ pitches, isLive }: PitchLineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let frame = 0;
    const show = () => {
      if (canvas.current) draw(canvas.current, pitches.current ?? []);
      if (isLive) frame = requestAnimationFrame(show);
    };
    show();
    return () => cancelAnimationFrame(frame);
  }, [isLive]);
  return <canvas ref={canvas} class="pitch-line" role="img" aria-label="The pitch that is sung" />;
}

function draw(canvas: HTMLCanvasElement, pitches: SungPitches): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  canvas.width = canvas.clientWidth * devicePixelRatio;
  canvas.height = canvas.clientHeight * devicePixelRatio;
  // A canvas knows no custom properties: its own colours are those of the lines.
  const { color, borderTopColor } = getComputedStyle(canvas);
  const y = (pitch: number) => canvas.height * (1 - (pitch - lowest) / (highest - lowest));
  context.strokeStyle = borderTopColor;
  for (let octave = lowest; octave <= highest; octave += 12) {
    line(context, [
      [0, y(octave)],
      [canvas.width, y(octave)],
    ]);
  }
  context.strokeStyle = color;
  context.lineWidth = 3 * devicePixelRatio;
  const now = pitches.at(-1)?.atMs ?? 0;
  const x = (atMs: number) => canvas.width * (1 - (now - atMs) / shownMs);
  const recent = pitches.filter(({ atMs }) => now - atMs < shownMs);
  recent.slice(1).forEach(({ atMs, pitch }, i) => {
    const before = recent[i];
    if (pitch === 0 || before.pitch === 0 || Math.abs(pitch - before.pitch) > 4) return;
    line(context, [
      [x(before.atMs), y(before.pitch)],
      [x(atMs), y(pitch)],
    ]);
  });
}

function line(context: CanvasRenderingContext2D, points: [number, number][]): void {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}
