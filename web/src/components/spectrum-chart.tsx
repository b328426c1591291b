import type { QualityCurves } from '../../../src/quality/quality-report.js';

const width = 640;
const height = 240;
const bottom = 24;
const lowestHz = 25;
const highestHz = 20_000;
/** Drawn down from the highest level. */
const rangeDb = 60;
const ticks: readonly [hz: number, label: string][] = [
  [50, '50'],
  [100, '100'],
  [200, '200'],
  [500, '500'],
  [1000, '1k'],
  [2000, '2k'],
  [5000, '5k'],
  [10_000, '10k'],
];

/** The spectrum of the result, and of what it was made from where that is known, both as loud as each
 *  other: only their shapes differ. */
export function SpectrumChart({ curves: { spectrum, before } }: { curves: QualityCurves }) {
  const after = spectrum.map(({ db }) => db);
  const offset = before ? meanOf(after) - meanOf(before.spectrumDb) : 0;
  const earlier = before?.spectrumDb.map((db) => db + offset);
  const top = Math.max(...after, ...(earlier ?? []));
  const pathOf = (levels: readonly number[]) =>
    levels.map((db, i) => `${xOf(spectrum[i].hz)},${yOf(db, top)}`).join(' ');
  return (
    <figure class="spectrum-chart">
      <svg
        viewBox={`0 0 ${width} ${height + bottom}`}
        role="img"
        aria-label="Spectrum before and after, in thirds of an octave"
      >
        {ticks.map(([hz, label]) => (
          <g key={hz}>
            <line class="chart-line" x1={xOf(hz)} x2={xOf(hz)} y1={0} y2={height} />
            <text class="chart-label" x={xOf(hz)} y={height + bottom - 6} text-anchor="middle">
              {label}
            </text>
          </g>
        ))}
        {earlier && <polyline class="chart-before" points={pathOf(earlier)} />}
        <polyline class="chart-after" points={pathOf(after)} />
      </svg>
      <figcaption class="muted small">
        Spectrum after{earlier && ', and before as the thin line, at equal loudness'}; Hz
      </figcaption>
    </figure>
  );
}

/** Of the bands between 100 Hz and 10 kHz, where the ear decides. */
function meanOf(levels: readonly number[]): number {
  const middle = levels.slice(6, 27);
  return middle.reduce((sum, db) => sum + db, 0) / middle.length;
}

function xOf(hz: number): number {
  return (width * Math.log(hz / lowestHz)) / Math.log(highestHz / lowestHz);
}

function yOf(db: number, top: number): number {
  return (height * Math.min(rangeDb, top - db)) / rangeDb;
}
