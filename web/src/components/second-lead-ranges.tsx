import { useRef, useState } from 'preact/hooks';
import { formatSongTime } from '../format/song-time.js';
import { inOrder, shortestRangeSeconds, tenths, type TimeRange } from '../state/cast.js';
import type { Song } from '../state/song.js';
import { CloseIcon } from './icons.js';
import { TimeField } from './time-field.js';
import { Waveform } from './waveform.js';

interface SecondLeadRangesProps {
  song: Song;
  ranges: readonly TimeRange[];
  onChange: (ranges: TimeRange[]) => void;
}

/** Where the second singer has the lead: drawn on the song's shape, or typed. */
export function SecondLeadRanges({ song, ranges, onChange }: SecondLeadRangesProps) {
  const { durationSeconds, peaks } = song;
  const lastSeconds = ranges.at(-1)?.toSeconds ?? 0;
  const change = (index: number, changes: Partial<TimeRange>) =>
    onChange(
      ranges.map((range, n) => (n === index ? mended({ ...range, ...changes }, changes) : range)),
    );
  return (
    <div class="ranges">
      {durationSeconds !== undefined && peaks && (
        <MarkedWaveform
          durationSeconds={durationSeconds}
          peaks={peaks}
          ranges={ranges}
          onDraw={(range) => onChange(inOrder([...ranges, range]))}
        />
      )}
      <ul class="range-list">
        {ranges.map(({ fromSeconds, toSeconds }, index) => (
          <li key={index}>
            <TimeField
              label={`Stretch ${index + 1} from`}
              seconds={fromSeconds}
              onChange={(seconds) => change(index, { fromSeconds: seconds })}
            />
            <span aria-hidden="true">–</span>
            <TimeField
              label={`Stretch ${index + 1} to`}
              seconds={toSeconds}
              onChange={(seconds) => change(index, { toSeconds: seconds })}
            />
            <button
              type="button"
              class="button-icon"
              aria-label={`Remove the stretch from ${formatSongTime(fromSeconds)}`}
              title="Remove"
              onClick={() => onChange(ranges.filter((_, n) => n !== index))}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="button button-quiet"
        onClick={() =>
          onChange([...ranges, { fromSeconds: lastSeconds + 5, toSeconds: lastSeconds + 15 }])
        }
      >
        Add a stretch
      </button>
    </div>
  );
}

/** A range that ends before it begins moves its other end along. */
function mended(range: TimeRange, { fromSeconds }: Partial<TimeRange>): TimeRange {
  if (range.toSeconds - range.fromSeconds >= shortestRangeSeconds) return range;
  return fromSeconds === undefined
    ? { ...range, fromSeconds: Math.max(0, tenths(range.toSeconds - 1)) }
    : { ...range, toSeconds: tenths(range.fromSeconds + 1) };
}

interface MarkedWaveformProps {
  durationSeconds: number;
  peaks: number[];
  ranges: readonly TimeRange[];
  onDraw: (range: TimeRange) => void;
}

/** The song's shape with the ranges lit; dragging over it draws another one. The fields beside say
 *  and do the same for everybody who can't draw. */
function MarkedWaveform({ durationSeconds, peaks, ranges, onDraw }: MarkedWaveformProps) {
  const box = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<{ start: number; end: number }>();
  const secondsAt = (event: PointerEvent) => {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return tenths(share * durationSeconds);
  };
  const finish = () => {
    const range = drawn && rangeOf(drawn);
    setDrawn(undefined);
    if (range && range.toSeconds - range.fromSeconds >= shortestRangeSeconds) onDraw(range);
  };
  const marks = drawn ? [...ranges, rangeOf(drawn)] : ranges;
  return (
    <div
      class="marked-waveform"
      ref={box}
      title="Drag to mark a stretch"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrawn({ start: secondsAt(event), end: secondsAt(event) });
      }}
      onPointerMove={(event) => drawn && setDrawn({ ...drawn, end: secondsAt(event) })}
      onPointerUp={finish}
      onPointerCancel={() => setDrawn(undefined)}
    >
      {marks.map(({ fromSeconds, toSeconds }, index) => (
        <span
          key={index}
          class="mark"
          style={{
            left: percentOf(fromSeconds, durationSeconds),
            right: percentOf(
              durationSeconds - Math.min(toSeconds, durationSeconds),
              durationSeconds,
            ),
          }}
        />
      ))}
      <Waveform peaks={peaks} />
    </div>
  );
}

function rangeOf({ start, end }: { start: number; end: number }): TimeRange {
  return { fromSeconds: Math.min(start, end), toSeconds: Math.max(start, end) };
}

function percentOf(seconds: number, durationSeconds: number): string {
  return `${Math.min(100, (100 * seconds) / durationSeconds)}%`;
}
