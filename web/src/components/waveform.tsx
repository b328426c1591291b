import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

interface WaveformProps {
  /** Highest absolute sample per slice, 0…1. */
  peaks: number[];
  class?: string;
}

/** Bar and gap. */
const pitchPx = 4;
/** Silence is a dot rather than nothing. */
const minimumHeight = 0.03;

/** A waveform as bars, twice: what was played lies over what wasn't, and the CSS property
 *  `--played` (0…1, of any element around it) tells where they meet. */
export function Waveform({ peaks, class: className = '' }: WaveformProps) {
  const box = useRef<HTMLDivElement>(null);
  const [bars, setBars] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setBars(Math.floor((box.current?.clientWidth ?? 0) / pitchPx));
    const observer = new ResizeObserver(measure);
    if (box.current) observer.observe(box.current);
    measure();
    return () => observer.disconnect();
  }, []);
  const path = useMemo(() => barsPath(reducePeaks(peaks, bars)), [peaks, bars]);
  return (
    <div ref={box} class={`waveform ${className}`} aria-hidden="true">
      <svg viewBox={`0 0 ${Math.max(1, bars)} 2`} preserveAspectRatio="none">
        <path class="waveform-rest" d={path} />
        <path class="waveform-played" d={path} />
      </svg>
    </div>
  );
}

/** The highest peak of each of `count` equal parts. */
function reducePeaks(peaks: number[], count: number): number[] {
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((part + 1) * peaks.length) / count));
    return Math.max(...peaks.slice(from, to), 0);
  });
}

function barsPath(heights: number[]): string {
  return heights
    .map((height, index) => {
      const reach = Math.max(minimumHeight, Math.min(1, height)) * 0.96;
      return `M${index + 0.5} ${(1 - reach).toFixed(3)}V${(1 + reach).toFixed(3)}`;
    })
    .join('');
}
