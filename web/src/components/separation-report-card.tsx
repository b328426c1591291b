import type { SeparationReport, SeparationRequest } from '../api/types.js';
import { formatDuration } from '../format/format-duration.js';
import { defaultSeparation } from '../state/separation-settings.js';
import { ReportRow } from './report-row.js';
import { Warnings } from './warnings.js';

interface SeparationReportCardProps {
  request: SeparationRequest;
  report: SeparationReport;
}

/** What was done to the song. */
export function SeparationReportCard({ request, report }: SeparationReportCardProps) {
  const { stems, format, separator } = { ...defaultSeparation, ...request };
  const { durationSeconds, sampleRate, warnings } = report;
  return (
    <section class="card" aria-labelledby="report-title">
      <h2 class="card-title" id="report-title">
        What was done
      </h2>
      <Warnings warnings={warnings} />
      <dl class="report">
        <ReportRow term="Stems">
          {stems}, as {format.toUpperCase()}
        </ReportRow>
        <ReportRow term="Song">
          {formatDuration(durationSeconds)}
          {sampleRate && ` at ${sampleRate / 1000} kHz`}
        </ReportRow>
        {separator && <ReportRow term="Engine">{separator}</ReportRow>}
      </dl>
    </section>
  );
}
