import type { ComponentChildren } from 'preact';
import type { CoverReport, Loudness } from '../api/types.js';
import { signed } from '../format/signed.js';

/** What was done to the song, and what came out as measured. */
export function ReportCard({ report }: { report: CoverReport }) {
  const { voice, transpose, engines, seed, loudness, original, warnings } = report;
  return (
    <section class="card" aria-labelledby="report-title">
      <h2 class="card-title" id="report-title">
        What was done
      </h2>
      {warnings.map((warning) => (
        <p class="warning" key={warning}>
          {warning}
        </p>
      ))}
      <dl class="report">
        <Row term="Melody">
          {transpose.semitones === 0
            ? 'kept at its pitch'
            : `moved ${signed(transpose.semitones)} semitones`}
          <span class="muted small report-reason">{transpose.reason}</span>
        </Row>
        <Row term="Voice">{voice.name}</Row>
        <Row term="Cover">{inWords(loudness)}</Row>
        <Row term="Original">{inWords(original)}</Row>
        <Row term="Engines">
          separation {engines.separator.id}, voice {engines.voice.id}, pitch {engines.pitch.id}
        </Row>
        <Row term="Seed">{seed}</Row>
      </dl>
    </section>
  );
}

function Row({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function inWords({ integratedLufs, truePeakDbtp }: Loudness): string {
  return `${level(integratedLufs)} LUFS, peak ${level(truePeakDbtp)} dBTP`;
}

/** Silence has no level: JSON carries its −∞ as null. */
function level(value: number | null): string {
  return value === null ? '−∞' : signed(value, 1);
}
