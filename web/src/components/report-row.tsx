import type { ComponentChildren } from 'preact';

interface ReportRowProps {
  term: string;
  note?: string;
  children: ComponentChildren;
}

/** One line of a report. */
export function ReportRow({ term, note, children }: ReportRowProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {children}
        {note && <span class="muted small report-note">{note}</span>}
      </dd>
    </div>
  );
}
