import type { GoodRange, Measure, QualityReport } from '../../../src/quality/quality-report.js';
import type { JobFile } from '../api/types.js';
import { ReportRow } from './report-row.js';

interface QualityCardProps {
  quality: QualityReport;
  /** `report.png`, where there is one. */
  picture: JobFile | undefined;
}

/** How the result measures: what could be better and by which setting, a picture, and every value. */
export function QualityCard({ quality, picture }: QualityCardProps) {
  const measures = Object.entries(quality.measures);
  const lacking = measures.filter(([, { advice }]) => advice !== null);
  const judged = measures.filter(([, { good }]) => good !== null).length;
  return (
    <section class="card quality" aria-labelledby="quality-title">
      <h2 class="card-title" id="quality-title">
        Quality
      </h2>
      <p>
        {lacking.length === 0
          ? `All ${judged} values that can be good or bad are good.`
          : `${lacking.length} of ${judged} values could be better.`}
      </p>
      {lacking.length > 0 && (
        <ul class="quality-advice">
          {lacking.map(([id, measure]) => (
            <li key={id}>
              <b>
                {measure.name}: {valueInWords(measure)}
              </b>
              <span class="muted small">{measure.advice}.</span>
            </li>
          ))}
        </ul>
      )}
      {picture && (
        <a class="quality-picture" href={picture.url}>
          <img
            src={picture.url}
            width={1200}
            height={760}
            loading="lazy"
            alt="Loudness over time, the spectrum beside that of released music, and the stereo image"
          />
        </a>
      )}
      <details class="quality-all">
        <summary>All measurements</summary>
        <dl class="report">
          {measures.map(([id, measure]) => (
            <ReportRow
              key={id}
              term={measure.name}
              note={measure.good ? `Good ${rangeInWords(measure.good)}` : undefined}
            >
              <span class={`quality-${measure.verdict}`}>{valueInWords(measure)}</span>
            </ReportRow>
          ))}
        </dl>
      </details>
    </section>
  );
}

function valueInWords({ value, unit }: Measure): string {
  return `${printed(value)}${unit && ' '}${unit}`;
}

function rangeInWords({ from, to }: GoodRange): string {
  if (from === null) return `up to ${printed(to ?? 0)}`;
  return to === null ? `from ${printed(from)}` : `from ${printed(from)} to ${printed(to)}`;
}

/** With a minus as print has it. */
function printed(value: number): string {
  return String(value).replace('-', '−');
}
